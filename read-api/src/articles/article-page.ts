import { articlesAlias } from '@broadsheet/contracts/names'
import type { Client, estypes } from '@elastic/elasticsearch'
import { withoutBody, type ListedDocument } from './article-answer.ts'
import { askElasticsearch } from './article-store.ts'
import { newestFirst, selecting, type Selection } from './list-query.ts'

/** Elasticsearch's own bound of offset plus size (`index.max_result_window`). */
const window = 10_000

export type ArticlePage = { documents: ListedDocument[]; total: number }

/** A page of the selection, newest first, and how many there are in all, exactly. `offset` ≤ 10,000. */
export async function articlePage(
  client: Client,
  selection: Selection,
  { limit, offset }: { limit: number; offset: number },
): Promise<ArticlePage> {
  const query = { bool: selecting(selection) }
  const list = { query, sort: newestFirst, track_total_hits: true, _source: withoutBody }
  if (offset + limit <= window) {
    const { hits } = await search(client, { ...list, from: offset, size: limit })
    return pageOf(hits)
  }
  // The page reaches over the bound: it is asked for by the article before it.
  const before = await search(client, { ...list, from: offset - 1, size: 1, _source: false })
  const after = before.hits.hits[0]?.sort
  if (!after) return { documents: [], total: totalOf(before.hits.total) }
  const { hits } = await search(client, { ...list, search_after: after, size: limit })
  return pageOf(hits)
}

function search(client: Client, request: estypes.SearchRequest) {
  const answer = client.search<ListedDocument>({ index: articlesAlias, ...request })
  return askElasticsearch(answer)
}

function pageOf(hits: estypes.SearchHitsMetadata<ListedDocument>): ArticlePage {
  return { documents: hits.hits.flatMap((hit) => hit._source ?? []), total: totalOf(hits.total) }
}

/** Elasticsearch's total, which is exact because it was asked to be. */
export function totalOf(total: number | { value: number } | undefined): number {
  return typeof total === 'object' ? total.value : (total ?? 0)
}
