import type { SearchQuery } from '@broadsheet/contracts/search'
import { articlesAlias } from '@broadsheet/contracts/names'
import { ApiError } from '@broadsheet/platform/api-error'
import { errors, type estypes } from '@elastic/elasticsearch'
import { withoutBody, type ListedDocument } from '../articles/article-answer.ts'
import { selecting } from '../articles/selection.ts'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch, totalOf } from '../elasticsearch.ts'
import { formatCursor, parseCursor, searchHash, type Cursor } from './cursor.ts'
import { didYouMean } from './did-you-mean.ts'
import { allFilters, facetRequests, type FacetAnswers, type Filters } from './facets.ts'
import { closePointInTime, openPointInTime, orExpired, pointInTime } from './point-in-time.ts'
import {
  asTypedQuery,
  highlightOf,
  orderOf,
  rareCount,
  scoredQuery,
  type Understood,
} from './search-request.ts'
import { allWords, parseTyped } from './typed-query.ts'
import { countsOf } from './word-counts.ts'

export type Hit = estypes.SearchHit<ListedDocument>
export type SearchPage = {
  hits: Hit[]
  total: number
  facets: FacetAnswers
  didYouMean: string | null
  cursor: string | null
}
/** A search with its author's id; null for one that nobody is. */
export type Asked = SearchQuery & { authorId: string | null | undefined }

type Begun = { pit: string; understood: Understood; after?: estypes.SortResults }
type Frame = { asked: Asked; filters: Filters; hiddenIds: readonly string[] }

/** A page of a search, the first or the one that its cursor stands before. */
export async function searchPage(
  deps: ReadApi,
  asked: Asked,
  hiddenIds: readonly string[],
): Promise<SearchPage> {
  const frame = { asked, hiddenIds, filters: filtersOf(asked) }
  const typed = parseTyped(asked.q)
  const synonyms = await deps.synonyms()
  const ofWords = typed.words.map(({ folded }) => synonyms.get(folded))
  const hash = searchHash({ ...asked, cursor: '', limit: 0, offset: 0 }, ofWords)
  const begun =
    asked.cursor === undefined
      ? await begin(deps, { typed, synonyms }, hiddenIds)
      : resume(parseCursor(asked.cursor, hash, deps.tokenKey), { typed, synonyms })

  const [page, meant] = await Promise.all([
    fetchPage(deps, begun, frame),
    correctionOf(deps, begun.understood, frame),
  ])
  const { hits, isLast, next, ...counted } = page
  if (isLast && asked.cursor === undefined) closePointInTime(deps.elasticsearch, next.pit)
  const { at, counts } = begun.understood
  const cursor = isLast
    ? null
    : formatCursor({ ...next, at, counts: [...counts], search: hash }, deps.tokenKey)
  return { ...counted, hits, didYouMean: meant, cursor }
}

async function begin(
  deps: ReadApi,
  read: Pick<Understood, 'typed' | 'synonyms'>,
  hiddenIds: readonly string[],
): Promise<Begun> {
  const queries = allWords(read.typed).map((word) => asTypedQuery(read, word))
  const [pit, found] = await Promise.all([
    openPointInTime(deps.elasticsearch),
    orTooManyWords(countsOf(deps, queries, hiddenIds)),
  ])
  const counts = found.map((count) => Math.min(count, rareCount))
  return { pit, understood: { ...read, counts, at: deps.clock().toISOString() } }
}

function resume({ pit, after, at, counts }: Cursor, read: Pick<Understood, 'typed' | 'synonyms'>) {
  return { pit, after, understood: { ...read, counts, at } } satisfies Begun
}

async function fetchPage(deps: ReadApi, begun: Begun, frame: Frame) {
  const { asked, filters, hiddenIds } = frame
  const { understood, after } = begun
  const query = scoredQuery(understood, hiddenIds)
  const isFirst = after === undefined
  const answer = deps.elasticsearch.search<ListedDocument, FacetAnswers>({
    pit: pointInTime(begun.pit),
    query,
    post_filter: allFilters(filters),
    aggs: facetRequests(filters),
    sort: orderOf(understood.typed, asked.sort),
    // One more tells whether there is another page.
    size: asked.limit + 1,
    track_total_hits: true,
    ...(isFirst
      ? { ...shown(understood), from: asked.offset }
      : { _source: false, search_after: after }),
  })
  const found = await orTooManyWords(askElasticsearch(orExpired(answer)))
  const listed = found.hits.hits.slice(0, asked.limit)
  const last = listed.at(-1)?.sort
  return {
    hits: isFirst ? listed : await stillThere(deps, listed, understood, frame),
    total: totalOf(found.hits.total),
    facets: found.aggregations as FacetAnswers,
    isLast: found.hits.hits.length <= asked.limit || last === undefined,
    next: { pit: found.pit_id ?? begun.pit, after: (last ?? []) as Cursor['after'] },
  }
}

function shown(understood: Understood) {
  const highlight = highlightOf(understood)
  return { _source: withoutBody, ...(highlight && { highlight }) }
}

/** What was found at the point in time as it is now: without what is gone, or is no longer found. */
async function stillThere(
  { elasticsearch }: ReadApi,
  listed: readonly Hit[],
  understood: Understood,
  { filters, hiddenIds }: Frame,
): Promise<Hit[]> {
  if (listed.length === 0) return []
  const ids = { ids: { values: listed.map(({ _id }) => _id ?? '') } }
  const { hits } = await askElasticsearch(
    elasticsearch.search<ListedDocument>({
      index: articlesAlias,
      query: {
        bool: { must: [scoredQuery(understood, hiddenIds)], filter: [ids, allFilters(filters)] },
      },
      size: listed.length,
      track_total_hits: false,
      ...shown(understood),
    }),
  )
  const live = new Map(hits.hits.map((hit) => [hit._id, hit]))
  return listed.flatMap(({ _id, _score }) => {
    const hit = live.get(_id)
    return hit === undefined ? [] : [{ ...hit, _score: _score ?? null }]
  })
}

function correctionOf(
  deps: ReadApi,
  { typed, synonyms, counts, at }: Understood,
  { asked, filters, hiddenIds }: Frame,
): Promise<string | null> {
  const unknown = allWords(typed).filter((_, index) => counts[index] === 0)
  return didYouMean(deps, asked.q, unknown, hiddenIds, async (corrected) => {
    const understood = { typed: parseTyped(corrected), synonyms, counts: [], at }
    const query = {
      bool: { must: [scoredQuery(understood, hiddenIds)], filter: [allFilters(filters)] },
    }
    const found = deps.elasticsearch.search({
      index: articlesAlias,
      query,
      size: 0,
      terminate_after: 1,
    })
    return totalOf((await askElasticsearch(found)).hits.total) > 0
  })
}

function filtersOf({ tag, authorId, from, to }: Asked): Filters {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    throw new ApiError('validation_failed', { from: ['must be before to'] })
  }
  const time = {
    ...(from !== undefined && { gte: inUtc(from) }),
    ...(to !== undefined && { lt: inUtc(to) }),
  }
  const selected = (selection: Parameters<typeof selecting>[0]) =>
    [selecting(selection, []).filter ?? []].flat().filter((query) => query !== undefined)
  return {
    tag: selected({ tag }),
    author: selected({
      authorIds: authorId === undefined ? undefined : authorId === null ? [] : [authorId],
    }),
    time: from === undefined && to === undefined ? [] : [{ range: { createdAt: time } }],
  }
}

/** Elasticsearch knows fewer offsets and years than a client may write. */
function inUtc(instant: string): string {
  const [first, last] = [Date.parse('0001-01-01'), Date.parse('9999-12-31')]
  return new Date(Math.min(Math.max(Date.parse(instant), first), last)).toISOString()
}

/** Elasticsearch bounds a query's clauses by its memory: it alone can tell. */
async function orTooManyWords<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const tooMany = /too_many_(?:nested_)?clauses|TooManyClauses|too many (?:nested )?clauses/i
    const body = error instanceof errors.ResponseError ? JSON.stringify(error.body ?? '') : ''
    if (!tooMany.test(body)) throw error
    throw new ApiError('validation_failed', { q: ['has too many words'] })
  }
}
