import type { estypes } from '@elastic/elasticsearch'
import { articlesAlias } from '@broadsheet/contracts/names'
import { idsIn } from '../articles/selection.ts'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch } from '../elasticsearch.ts'
import type { Query } from './word-queries.ts'

type Counts = { words: { buckets: estypes.AggregationsFiltersBucket[] } }

/** In how many of the articles that anybody may see each query finds something. */
export async function countsOf(
  { elasticsearch }: Pick<ReadApi, 'elasticsearch'>,
  queries: readonly Query[],
  hiddenIds: readonly string[],
): Promise<number[]> {
  if (queries.length === 0) return []
  const { aggregations } = await askElasticsearch(
    elasticsearch.search<never, Counts>({
      index: articlesAlias,
      size: 0,
      track_total_hits: false,
      query: { bool: { must_not: idsIn(hiddenIds) } },
      aggs: { words: { filters: { filters: [...queries] } } },
    }),
  )
  return aggregations?.words.buckets.map(({ doc_count }) => doc_count) ?? []
}
