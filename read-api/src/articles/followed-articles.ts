import type { Client, estypes } from '@elastic/elasticsearch'
import { askElasticsearch } from '../elasticsearch.ts'
import { newestAfter, newestPage } from '../newest-page.ts'
import { placesBehind, walkNewest, type Place } from '../newest-walk.ts'
import type { Edges } from '../social/edges.ts'
import { withoutBody, type ListedDocument } from './article-answer.ts'
import { selecting } from './selection.ts'

/** What a feed is made from. `documentsOf` gives those that are still published. */
export type Feed = {
  elasticsearch: Client
  index: string
  hiddenIds: readonly string[]
  follows: Edges
  documentsOf: (ids: readonly string[]) => Promise<Map<string, ListedDocument>>
  walk?: WalkRule
}

/**
 * Who follows at least `from` is served by a walk, of at most `length` articles for each of those
 * followed; who follows fewer, by a query by all of them. A page that has to be counted is walked for
 * who follows at least `counted`, and `authors` times as many as have written anything.
 */
export type WalkRule = { from: number; length: number; counted: number; authors: number }

/**
 * Measured (decision 9): at 6,000 followed a walk and the query cost the same, at 10,000 the query twice
 * as much. To look at an article costs about what each one followed costs in the query; to count by
 * authors costs nearly as much for each of them as the query does for each one followed.
 */
const measured: WalkRule = { from: 10_000, length: 0.5, counted: 40_000, authors: 4 }

/** Elasticsearch gives 65,536 at most in one answer (`search.max_buckets`). */
const mostAuthors = 60_000

/** A page of the articles of those followed, newest first, and how many there are. */
export async function followedPage(
  feed: Feed,
  page: { limit: number; offset: number },
): Promise<{ documents: ListedDocument[]; total: number }> {
  const { elasticsearch, follows } = feed
  const followed = await follows.count()
  const most = longestWalk(feed, followed)
  const wanted = page.offset + page.limit
  const total = wanted <= most ? await countByAuthors(feed, followed) : null
  if (total !== null && total <= page.offset) return { documents: [], total }
  // A last page is left to the query, which counts at the instant it shows: behind a newcomer that is not
  // counted, a walk would leave out the oldest.
  if (total !== null && total > wanted) {
    const range = { wanted, after: undefined, most }
    const { places } = await walkNewest(elasticsearch, everything(feed), follows.among, range)
    const documents = await documentsAt(feed, places.slice(page.offset))
    if (documents.length === page.limit) return { documents, total }
  }
  return newestPage(elasticsearch, { ...(await byAuthors(feed)), _source: withoutBody }, page)
}

/** The page behind the article that `last` of another one stands for; `last` is null at the end. */
export async function followedAfter(
  feed: Feed,
  { limit, after }: { limit: number; after: estypes.SortResults | undefined },
): Promise<{ documents: ListedDocument[]; last: estypes.SortResults | null }> {
  const { elasticsearch, follows } = feed
  const most = longestWalk(feed, await follows.count())
  if (most === 0) {
    const list = { ...(await byAuthors(feed)), _source: withoutBody }
    return newestAfter(elasticsearch, list, { limit, after })
  }
  // One more tells whether there is another page.
  const wanted = limit + 1
  const range = { wanted, after, most }
  const { places, stopped, ended } = await walkNewest(
    elasticsearch,
    everything(feed),
    follows.among,
    range,
  )
  const missing = wanted - places.length
  if (missing > 0 && !ended) {
    places.push(...(await placesBehind(elasticsearch, await byAuthors(feed), stopped, missing)))
  }
  const shown = places.slice(0, limit)
  const last = places.length > limit ? (shown.at(-1)?.sort ?? null) : null
  return { documents: await documentsAt(feed, shown), last }
}

function longestWalk({ walk = measured }: Feed, followed: number): number {
  return followed < walk.from ? 0 : Math.ceil(followed * walk.length)
}

const everything = ({ index, hiddenIds }: Feed) => ({
  index,
  query: { bool: selecting({}, hiddenIds) },
})

async function byAuthors({ index, hiddenIds, follows }: Feed) {
  return { index, query: { bool: selecting({ authorIds: await follows.all() }, hiddenIds) } }
}

/** What got another date during a walk may have two places in it, and comes once. */
async function documentsAt({ documentsOf }: Feed, places: readonly Place[]) {
  const ids = [...new Set(places.map(({ id }) => id))]
  const documents = await documentsOf(ids)
  return ids.flatMap((id) => documents.get(id) ?? [])
}

/**
 * How many articles those followed have, counted from the side of all who wrote any. Null when these are
 * so many that it costs less to ask by those followed.
 */
async function countByAuthors(feed: Feed, followed: number): Promise<number | null> {
  const { elasticsearch, follows, walk = measured } = feed
  if (followed < walk.counted) return null
  const size = Math.min(Math.ceil(followed / walk.authors), mostAuthors)
  const { aggregations } = await askElasticsearch(
    elasticsearch.search<never, { authors: estypes.AggregationsStringTermsAggregate }>({
      ...everything(feed),
      size: 0,
      track_total_hits: false,
      aggs: { authors: { terms: { field: 'authorId', size } } },
    }),
  )
  const { buckets, sum_other_doc_count: left } = aggregations!.authors
  if (left) return null
  const authors = (buckets as estypes.AggregationsStringTermsBucket[]).map(
    ({ key, doc_count: count }) => ({ id: String(key), count }),
  )
  const known = await follows.among(authors.map(({ id }) => id))
  return authors.reduce((sum, { id, count }) => (known.has(id) ? sum + count : sum), 0)
}
