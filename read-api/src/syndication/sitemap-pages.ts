import { articlesAlias } from '@broadsheet/contracts/names'
import type { SitemapPart } from '@broadsheet/contracts/syndication'
import type { Client, estypes } from '@elastic/elasticsearch'
import { selecting } from '../articles/selection.ts'
import { askElasticsearch } from '../elasticsearch.ts'

/**
 * More articles than `together` are shown by months, and those of one month by days. The protocol allows
 * 50,000 addresses on a `page`, one of them the home page's, and Elasticsearch 10,000 hits in a `piece`
 * (`index.max_result_window`).
 */
const ownLimits = { together: 10_000, page: 49_999, piece: 10_000 }

export type SitemapEntry = { slug: string; updatedAt: string }

export type SitemapSource = {
  elasticsearch: Client
  hiddenIds: readonly string[]
  index?: string
  limits?: typeof ownLimits
}

/** Oldest first: when there are more than a page may have, it is the newest that are left out. */
const oldestFirst: estypes.SortCombinations[] = [{ createdAt: 'asc' }, { id: 'asc' }]
const fields = ['slug', { field: 'updatedAt', format: 'strict_date_time' }]

/** The published articles of a month or day, or of all time. */
export async function sitemapPage(
  source: SitemapSource,
  part: SitemapPart,
): Promise<SitemapEntry[]> {
  const { page, piece } = source.limits ?? ownLimits
  const entries: SitemapEntry[] = []
  let last: estypes.SortResults | undefined
  do {
    const size = Math.min(piece, page - entries.length)
    const after = last && { search_after: last }
    const order = { sort: oldestFirst, size, ...after, docvalue_fields: fields }
    const { hits } = (await ask(source, [part], order)).hits
    for (const { fields: found } of hits) {
      const [slug, updatedAt] = [found?.['slug']?.[0], found?.['updatedAt']?.[0]]
      entries.push({ slug: String(slug), updatedAt: String(updatedAt) })
    }
    last = hits.length < size ? undefined : hits.at(-1)?.sort
  } while (last && entries.length < page)
  return entries
}

/** The months, oldest first, that all published articles are of, or their days; none when one page holds all. */
export async function sitemapParts(source: SitemapSource): Promise<SitemapPart[]> {
  const { together } = source.limits ?? ownLimits
  const months = await counts(source, 'month', [{}])
  const total = months.reduce((sum, { count }) => sum + count, 0)
  if (total <= together) return []
  const large = months.filter(({ count }) => count > together).map(({ time }) => ({ month: time }))
  const days = large.length === 0 ? [] : await counts(source, 'day', large)
  return months.flatMap<SitemapPart>(({ time, count }) =>
    count <= together
      ? [{ month: time }]
      : days.filter((day) => day.time.startsWith(time)).map((day) => ({ day: day.time })),
  )
}

const formats = { month: 'strict_year_month', day: 'strict_date' } as const
type Unit = keyof typeof formats
type Histogram = { buckets: { key_as_string: string; doc_count: number }[] }

/** How many articles each month or day has that has any. */
async function counts(source: SitemapSource, unit: Unit, parts: readonly SitemapPart[]) {
  const times = { field: 'createdAt', calendar_interval: unit, format: formats[unit] }
  const aggs = { times: { date_histogram: { ...times, min_doc_count: 1 } } }
  const { aggregations } = await ask(source, parts, { size: 0, aggs })
  const found = aggregations?.['times'] as Histogram | undefined
  return (found?.buckets ?? []).map(({ key_as_string, doc_count }) => ({
    time: key_as_string,
    count: doc_count,
  }))
}

/** Asks about the articles of any of the parts. */
async function ask(
  { elasticsearch, hiddenIds, index = articlesAlias }: SitemapSource,
  parts: readonly SitemapPart[],
  asked: estypes.SearchRequest,
) {
  const should = parts.map((part) => ({ bool: { filter: timesOf(part) } }))
  const bool = selecting({}, hiddenIds)
  const query = { bool: { ...bool, should, minimum_should_match: 1 } }
  const rest = { track_total_hits: false, _source: false }
  return askElasticsearch(elasticsearch.search({ index, query, ...rest, ...asked }))
}

function timesOf({ month, day }: SitemapPart): estypes.QueryDslQueryContainer[] {
  const within = (from: string, to: string, unit: Unit) => ({
    range: { createdAt: { gte: from, lt: to, format: formats[unit] } },
  })
  return [
    ...(month === undefined ? [] : [within(month, `${month}||+1M`, 'month')]),
    ...(day === undefined ? [] : [within(day, `${day}||+1d`, 'day')]),
  ]
}
