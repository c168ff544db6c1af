import { articlesAlias } from '@broadsheet/contracts/names'
import type { Client, estypes } from '@elastic/elasticsearch'
import { selecting } from '../articles/selection.ts'
import { askElasticsearch } from '../elasticsearch.ts'

/** Elasticsearch gives 65,536 at most in one answer (`search.max_buckets`). */
const tagsPerAnswer = 10_000

export type TagCount = { tag: string; count: number }

/** Every tag of published articles, by name, each with the number of its articles. */
export async function tagCounts(
  client: Client,
  hiddenIds: readonly string[],
  index = articlesAlias,
): Promise<TagCount[]> {
  const query = { bool: selecting({}, hiddenIds) }
  const counts: TagCount[] = []
  let after: estypes.AggregationsCompositeAggregateKey | undefined
  do {
    const composite = {
      size: tagsPerAnswer,
      sources: [{ tag: { terms: { field: 'tagList' } } }],
      ...(after && { after }),
    }
    const { aggregations } = await askElasticsearch(
      client.search<never, { tags: estypes.AggregationsCompositeAggregate }>({
        index,
        size: 0,
        track_total_hits: false,
        query,
        aggs: { tags: { composite } },
      }),
    )
    const buckets = aggregations?.tags.buckets as estypes.AggregationsCompositeBucket[]
    counts.push(
      ...buckets.map(({ key, doc_count }) => ({ tag: String(key['tag']), count: doc_count })),
    )
    after = aggregations?.tags.after_key
  } while (after !== undefined)
  return counts
}
