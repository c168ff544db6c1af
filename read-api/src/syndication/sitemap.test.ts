import { expect, test } from 'vitest'
import { sitePages } from './site-pages.ts'
import { sitemapIndexOf, sitemapOf } from './sitemap.ts'
import { parseXml, textOf } from './xml.fixture.ts'

const pages = sitePages('https://example.org/base/', 'A site', '/article/{slug}')

test('addresses are below the public one, whatever it ends with', () => {
  expect(pages.home).toBe('https://example.org/base/')
  expect(pages.article('a-slug')).toBe('https://example.org/base/article/a-slug')
  expect(pages.own('/x', { a: 'ü&b', c: undefined })).toBe(
    'https://example.org/base/x?a=%C3%BC%26b',
  )
  expect(sitePages('http://a', 't', '/#/p/{slug}').article('x')).toBe('http://a/#/p/x')
})

test('a sitemap has each article once, with the day and time of its last change', () => {
  const updatedAt = '2024-05-06T07:08:09.123Z'
  const map = parseXml(sitemapOf(pages, [{ slug: 'a-slug', updatedAt }]))
  expect(map).toMatchObject({
    name: 'urlset',
    attributes: { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' },
  })
  expect(map.children.map((url) => [textOf(url, 'loc'), textOf(url, 'lastmod')])).toEqual([
    ['https://example.org/base/', undefined],
    ['https://example.org/base/article/a-slug', updatedAt],
  ])
  expect(parseXml(sitemapOf(pages, [])).children).toHaveLength(1)
})

test('an index has the addresses of its sitemaps', () => {
  const index = parseXml(sitemapIndexOf(['https://example.org/sitemap.xml?a=1&b=2']))
  expect([index.name, index.text]).toEqual([
    'sitemapindex',
    'https://example.org/sitemap.xml?a=1&b=2',
  ])
})
