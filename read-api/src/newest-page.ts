import { ApiError } from '@broadsheet/platform/api-error'
import type { Client, estypes } from '@elastic/elasticsearch'
import { askElasticsearch, totalOf } from './elasticsearch.ts'

/** Elasticsearch's own bound of offset plus size (`index.max_result_window`). */
const window = 10_000
/** What has no limit is fetched by so many at a time, and until it is so many characters in all. */
const piece = 500
const mostCharacters = 32 * 1024 * 1024

/** Newest first, and the same order each time. */
export const newestFirst: estypes.SortCombinations[] = [{ createdAt: 'desc' }, { id: 'desc' }]

const needsLimit = { limit: ['is needed: this is more than one answer can hold'] }

type List = Pick<estypes.SearchRequest, 'index' | 'query' | '_source'>
type Page = { limit?: number | undefined; offset: number }

/**
 * A page of what the query finds, newest first, and how many there are in all, exactly. Without a limit
 * it reaches to the end, however far that is; `offset` ≤ 10,000. Rejects with 422 when that is more than one
 * answer can hold.
 */
export async function newestPage<T>(
  client: Client,
  list: List,
  { limit = Number.POSITIVE_INFINITY, offset }: Page,
): Promise<{ documents: T[]; total: number }> {
  const ask = async (part: estypes.SearchRequest) => {
    const answer = client.search<T>({ ...list, sort: newestFirst, ...part })
    return (await askElasticsearch(answer)).hits
  }
  const size = Math.min(limit, piece)
  // A page that reaches over the bound is asked for by the document before it.
  const isDeep = offset + size > window
  const start = isDeep ? { from: offset - 1, size: 1, _source: false } : { from: offset, size }
  const first = await ask({ ...start, track_total_hits: true })
  const total = totalOf(first.total)
  const documents = isDeep ? [] : sourcesOf(first.hits)
  let last = first.hits.at(-1)
  let characters = 0
  while (last?.sort && documents.length < limit && offset + documents.length < total) {
    const rest = { search_after: last.sort, size: Math.min(limit - documents.length, piece) }
    const { hits } = await ask({ ...rest, track_total_hits: false })
    if (limit === Number.POSITIVE_INFINITY) {
      characters += JSON.stringify(hits).length
      if (characters > mostCharacters) throw new ApiError('validation_failed', needsLimit)
    }
    documents.push(...sourcesOf(hits))
    last = hits.at(-1)
  }
  return { documents, total }
}

/**
 * The page behind `after`, or the first one. `last` stands for its last document: the page behind that
 * neither repeats nor skips, whatever was added at the front meanwhile. It is null when nothing is left.
 */
export async function newestAfter<T>(
  client: Client,
  list: List,
  { limit, after }: { limit: number; after: estypes.SortResults | undefined },
): Promise<{ documents: T[]; last: estypes.SortResults | null }> {
  const { hits } = await askElasticsearch(
    client.search<T>({
      ...list,
      sort: newestFirst,
      // One more tells whether there is another page.
      size: limit + 1,
      track_total_hits: false,
      ...(after && { search_after: after }),
    }),
  )
  const shown = hits.hits.slice(0, limit)
  const isLast = hits.hits.length <= limit
  return { documents: sourcesOf(shown), last: isLast ? null : (shown.at(-1)?.sort ?? null) }
}

function sourcesOf<T>(hits: readonly estypes.SearchHit<T>[]): T[] {
  return hits.flatMap((hit) => (hit._source === undefined ? [] : [hit._source]))
}
