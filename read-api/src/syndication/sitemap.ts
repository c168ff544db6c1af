import type { SitemapPart } from '@broadsheet/contracts/syndication'
import { ApiError } from '@broadsheet/platform/api-error'
import type { SitePages } from './site-pages.ts'
import {
  sitemapPage,
  sitemapParts,
  type SitemapEntry,
  type SitemapSource,
} from './sitemap-pages.ts'
import { element, xmlDocument } from './xml.ts'

const attributes = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }

/** All pages in one, or the index of months and days; or one of these. Rejects with 404 for one without articles. */
export async function sitemapText(
  pages: SitePages,
  source: SitemapSource,
  asked: SitemapPart,
): Promise<string> {
  const isPart = asked.month !== undefined || asked.day !== undefined
  const parts = isPart ? [] : await sitemapParts(source)
  if (parts.length > 0) return sitemapIndexOf(parts.map((part) => pages.own('/sitemap.xml', part)))
  const entries = await sitemapPage(source, asked)
  if (isPart && entries.length === 0) throw new ApiError('route_not_found')
  return sitemapOf(pages, entries)
}

/** A sitemap of these articles; with the home page, for none may be empty. */
export function sitemapOf(pages: SitePages, entries: readonly SitemapEntry[]) {
  const urls = entries.map(({ slug, updatedAt }) =>
    element('url', [element('loc', pages.article(slug)), element('lastmod', updatedAt)]),
  )
  const home = element('url', [element('loc', pages.home)])
  return xmlDocument(element('urlset', [home, ...urls], attributes))
}

/** An index of sitemaps that are at these addresses. */
export function sitemapIndexOf(addresses: readonly string[]): string {
  const sitemaps = addresses.map((address) => element('sitemap', [element('loc', address)]))
  return xmlDocument(element('sitemapindex', sitemaps, attributes))
}
