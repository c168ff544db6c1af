import type { Client, estypes } from '@elastic/elasticsearch'
import { askElasticsearch } from './elasticsearch.ts'
import { newestFirst } from './newest-page.ts'

/** An article by its place in the order. */
export type Place = { id: string; authorId: string; sort: estypes.SortResults }
/** Those of these users whom somebody follows. */
export type Among = (userIds: readonly string[]) => Promise<ReadonlySet<string>>
type List = Pick<estypes.SearchRequest, 'index' | 'query'>

/** As many as are enough for who follows most authors, and as many as an answer should hold. */
const smallestBatch = 250
const largestBatch = 4_000
const growth = 4

type After = estypes.SortResults | undefined
type Walked = {
  places: Place[]
  /** The place of the last that was looked at. */
  stopped: After
  /** Whether there is nothing behind it. */
  ended: boolean
}

/**
 * Looks at the articles of a list, newest first, behind `after` if it is given, until `wanted` of them
 * are by authors `among` those looked for. It gives up when, by what it has found, `most` articles will
 * not be enough.
 */
export async function walkNewest(
  client: Client,
  list: List,
  among: Among,
  { wanted, after, most }: { wanted: number; after: After; most: number },
): Promise<Walked> {
  const places: Place[] = []
  let stopped = after
  let ended = false
  let walked = 0
  let needed = wanted
  let size = smallestBatch
  while (!ended && places.length < wanted && walked + needed <= most) {
    size = Math.min(size, most - walked)
    const batch = await placesBehind(client, list, stopped, size)
    const authors = await among([...new Set(batch.map(({ authorId }) => authorId))])
    const found = batch.filter(({ authorId }) => authors.has(authorId))
    places.push(...found)
    ended = batch.length < size
    walked += batch.length
    stopped = batch.at(-1)?.sort ?? stopped
    const missing = wanted - places.length
    // One more than was found: the first may all be of one author.
    needed = (missing * walked) / (places.length + 1)
    // By the last batch alone, and more than it when that found nothing: what was frequent may have ended.
    const next = Math.ceil((missing * batch.length) / (found.length + 1 / growth))
    size = Math.min(Math.max(next, smallestBatch), growth * size, largestBatch)
  }
  return { places: places.slice(0, wanted), stopped, ended }
}

/** The next of a list, at most 10,000: order and author are read from columns, no document is fetched. */
export async function placesBehind(
  client: Client,
  list: List,
  after: After,
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
