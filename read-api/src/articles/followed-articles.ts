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
 * followed: then it never costs many times what the query by all of them would.
 */
export type WalkRule = { from: number; length: number }

const measuredRule: WalkRule = { from: 2_000, length: 0.5 }

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
  if (wanted <= most) {
    const walking = walkNewest(elasticsearch, everything(feed), follows.among, {
      wanted,
      after: undefined,
      most,
    })
    const [{ places, stopped }, counted] = await Promise.all([walking, countOf(feed, followed)])
    const total = stopped === null && places.length < wanted ? places.length : counted
    if (total !== null && (places.length === wanted || stopped === null)) {
      return { documents: await documentsAt(feed, places.slice(page.offset)), total }
    }
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
  const { places, stopped } = await walkNewest(
    elasticsearch,
    everything(feed),
    follows.among,
    range,
  )
  const missing = wanted - places.length
  if (missing > 0 && stopped !== null) {
    places.push(...(await placesBehind(elasticsearch, await byAuthors(feed), stopped, missing)))
  }
  const shown = places.slice(0, limit)
  const last = places.length > limit ? (shown.at(-1)?.sort ?? null) : null
  return { documents: await documentsAt(feed, shown), last }
}

function longestWalk({ walk = measuredRule }: Feed, followed: number): number {
  return followed < walk.from ? 0 : Math.ceil(followed * walk.length)
}

const everything = ({ index, hiddenIds }: Feed) => ({
  index,
  query: { bool: selecting({}, hiddenIds) },
})

async function byAuthors({ index, hiddenIds, follows }: Feed) {
  return { index, query: { bool: selecting({ authorIds: await follows.all() }, hiddenIds) } }
}

async function documentsAt({ documentsOf }: Feed, places: readonly Place[]) {
  const documents = await documentsOf(places.map(({ id }) => id))
  return places.flatMap(({ id }) => documents.get(id) ?? [])
}

/**
 * How many articles those followed have, counted from the authors' side, too. Null when there are more
 * authors than are followed, or than one answer can hold: then it is cheaper to ask by those followed.
 */
async function countOf(feed: Feed, followed: number): Promise<number | null> {
  const { aggregations } = await askElasticsearch(
    feed.elasticsearch.search<never, { authors: estypes.AggregationsStringTermsAggregate }>({
      ...everything(feed),
      size: 0,
      track_total_hits: false,
      aggs: { authors: { terms: { field: 'authorId', size: Math.min(followed, mostAuthors) } } },
    }),
  )
  if (aggregations === undefined || aggregations.authors.sum_other_doc_count) return null
  const authors = aggregations.authors.buckets as estypes.AggregationsStringTermsBucket[]
  const known = await feed.follows.among(authors.map(({ key }) => String(key)))
  return authors.reduce(
    (sum, { key, doc_count }) => (known.has(String(key)) ? sum + doc_count : sum),
    0,
  )
}
