import { articlesAlias } from '@broadsheet/contracts/names'
import type { Client, estypes } from '@elastic/elasticsearch'
import { selecting } from '../articles/selection.ts'
import { askElasticsearch } from '../elasticsearch.ts'

/** Elasticsearch gives no more at once (`index.max_result_window`); the protocol allows 50,000. */
const mostOnPage = 10_000

/** `after` of the first page: before every article that there can be. */
export const beginning = `-99999999999999_00000000-0000-0000-0000-000000000000`

/** Oldest first: what is published later changes the last page alone. */
const oldestFirst: estypes.SortCombinations[] = [{ createdAt: 'asc' }, { id: 'asc' }]

export type SitemapEntry = { slug: string; updatedAt: string }

export type SitemapSource = {
  elasticsearch: Client
  hiddenIds: readonly string[]
  index?: string
  pageSize?: number
}

/**
 * A page of all published articles: those that follow `after`. Pages begin where an article was, not
 * at a number: what is deleted on one shifts nothing on the others.
 */
export async function sitemapPage(source: SitemapSource, after: string): Promise<SitemapEntry[]> {
  const hits = await askPage(source, after, [
    'slug',
    { field: 'updatedAt', format: 'strict_date_time' },
  ])
  return hits.map(({ fields }) => ({
    slug: String(fields?.['slug']?.[0]),
    updatedAt: String(fields?.['updatedAt']?.[0]),
  }))
}

/** The `after` of every page, at least of the first. The keys of one page are held at a time. */
export async function sitemapPages(source: SitemapSource): Promise<string[]> {
  const pages = [beginning]
  for (;;) {
    const hits = await askPage(source, pages.at(-1) ?? beginning, [])
    if (hits.length === 0 && pages.length > 1) pages.pop()
    if (hits.length < (source.pageSize ?? mostOnPage)) return pages
    pages.push((hits.at(-1)?.sort ?? []).join('_'))
  }
}

async function askPage(
  { elasticsearch, hiddenIds, index = articlesAlias, pageSize = mostOnPage }: SitemapSource,
  after: string,
  fields: (string | estypes.QueryDslFieldAndFormat)[],
) {
  const [createdAt, id = ''] = after.split('_')
  const found = elasticsearch.search({
    index,
    query: { bool: selecting({}, hiddenIds) },
    sort: oldestFirst,
    search_after: [Number(createdAt), id],
    size: pageSize,
    track_total_hits: false,
    _source: false,
    docvalue_fields: fields,
  })
  return (await askElasticsearch(found)).hits.hits
}
