import type { SitePages } from './site-pages.ts'
import type { SitemapEntry } from './sitemap-pages.ts'
import { element, xmlDocument } from './xml.ts'

const attributes = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }

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
