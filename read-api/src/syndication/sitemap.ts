import { ApiError } from '@broadsheet/platform/api-error'
import type { SitePages } from './site-pages.ts'
import {
  beginning,
  sitemapPage,
  sitemapPages,
  type SitemapEntry,
  type SitemapSource,
} from './sitemap-pages.ts'
import { element, xmlDocument } from './xml.ts'

const attributes = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }

/** The only page, or the index of all; or the page after `after`. Rejects with 404 past the last. */
export async function sitemapText(
  pages: SitePages,
  source: SitemapSource,
  after: string | undefined,
): Promise<string> {
  const all = after === undefined ? await sitemapPages(source) : []
  if (all.length > 1) {
    return sitemapIndexOf(all.map((one) => pages.own('/sitemap.xml', { after: one })))
  }
  const start = after ?? beginning
  const entries = await sitemapPage(source, start)
  if (entries.length === 0 && start !== beginning) throw new ApiError('route_not_found')
  return sitemapOf(pages, entries, start === beginning)
}

/** A sitemap of these articles; the first also has the home page, and so is never empty. */
export function sitemapOf(pages: SitePages, entries: readonly SitemapEntry[], isFirst: boolean) {
  const home = isFirst ? [element('url', [element('loc', pages.home)])] : []
  const urls = entries.map(({ slug, updatedAt }) =>
    element('url', [element('loc', pages.article(slug)), element('lastmod', updatedAt)]),
  )
  return xmlDocument(element('urlset', [...home, ...urls], attributes))
}

/** An index of sitemaps that are at these addresses. */
export function sitemapIndexOf(addresses: readonly string[]): string {
  const sitemaps = addresses.map((address) => element('sitemap', [element('loc', address)]))
  return xmlDocument(element('sitemapindex', sitemaps, attributes))
}
