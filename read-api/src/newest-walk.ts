import type { Client, estypes } from '@elastic/elasticsearch'
import { askElasticsearch } from './elasticsearch.ts'
import { newestFirst } from './newest-page.ts'

/** An article by its place in the order. */
export type Place = { id: string; authorId: string; sort: estypes.SortResults }
/** Those of these users whom somebody follows. */
export type Among = (userIds: readonly string[]) => Promise<ReadonlySet<string>>

/** The first batch is enough for who follows most authors; each further one is twice as large. */
const firstBatch = 250
const largestBatch = 4_000

/**
 * Looks at the articles of a list, newest first, behind `after` if it is given, until `wanted` of them
 * are by authors `among` those looked for, or `most` were looked at. `stopped` is the place of the last
 * that was looked at: null when there is none behind it.
 */
export async function walkNewest(
  client: Client,
  list: Pick<estypes.SearchRequest, 'index' | 'query'>,
  among: Among,
  { wanted, after, most }: { wanted: number; after: estypes.SortResults | undefined; most: number },
): Promise<{ places: Place[]; stopped: estypes.SortResults | null }> {
  const places: Place[] = []
  let stopped = after
  let walked = 0
  let size = firstBatch
  while (places.length < wanted && walked < most) {
    const asked = Math.min(size, most - walked)
    const batch = await placesBehind(client, list, stopped, asked)
    const authors = await among([...new Set(batch.map(({ authorId }) => authorId))])
    places.push(...batch.filter(({ authorId }) => authors.has(authorId)))
    if (batch.length < asked) return { places: places.slice(0, wanted), stopped: null }
    walked += batch.length
    stopped = batch.at(-1)?.sort
    size = Math.min(2 * size, largestBatch)
  }
  return { places: places.slice(0, wanted), stopped: stopped ?? null }
}

/** The next of a list, at most 10,000: order and author are read from columns, no document is fetched. */
export async function placesBehind(
  client: Client,
  list: Pick<estypes.SearchRequest, 'index' | 'query'>,
  after: estypes.SortResults | undefined,
  size: number,
): Promise<Place[]> {
  const { hits } = await askElasticsearch(
    client.search({
      ...list,
      sort: newestFirst,
      size,
      track_total_hits: false,
      _source: false,
      stored_fields: '_none_',
      docvalue_fields: ['authorId'],
      ...(after && { search_after: after }),
    }),
  )
  return hits.hits.map(({ sort = [], fields }) => ({
    id: String(sort[1]),
    authorId: String(fields?.['authorId'][0]),
    sort,
  }))
}
