import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { expect, inject, onTestFinished, test } from 'vitest'
import { sitePages } from './site-pages.ts'
import { sitemapText } from './sitemap.ts'
import { beginning, sitemapPage, sitemapPages } from './sitemap-pages.ts'
import { allWithin, parseXml } from './xml.fixture.ts'

const { elasticsearch: node } = inject('stack')

/** An index of so many articles, `alike` of them of one moment, the oldest of 1900. */
async function indexOf(count: number, alike: number) {
  const elasticsearch = new Client({ node })
  const index = `test-${randomUUID()}`
  onTestFinished(async () => {
    await elasticsearch.indices.delete({ index })
    await elasticsearch.close()
  })
  const properties = {
    id: { type: 'keyword' },
    slug: { type: 'keyword' },
    createdAt: { type: 'date' },
    updatedAt: { type: 'date' },
  } as const
  await elasticsearch.indices.create({ index, mappings: { properties } })
  const ids = Array.from({ length: count }, () => randomUUID())
  const operations = ids.flatMap((id, n) => [
    { index: { _index: index, _id: id } },
    {
      id,
      slug: `slug-${n}`,
      createdAt: new Date(n < alike ? -2_208_988_800_000 : n * 1_000).toISOString(),
      updatedAt: '2024-05-06T07:08:09.123Z',
    },
  ])
  await elasticsearch.bulk({ operations, refresh: true })
  return { elasticsearch, index, ids, hiddenIds: [] as string[], pageSize: 4 }
}

const slugsOn = async (source: Parameters<typeof sitemapPage>[0], pages: readonly string[]) => {
  const found = await Promise.all(pages.map((page) => sitemapPage(source, page)))
  return found.map((entries) => entries.map(({ slug }) => slug))
}

test.each([
  [1, 1],
  [3, 1],
  [4, 1],
  [5, 2],
  [8, 2],
  [23, 6],
])('%i articles are on %i pages of 4, each article on one', async (count, pages) => {
  // More of one moment than a page holds.
  const source = await indexOf(count, Math.min(count, 10))
  const listed = await sitemapPages(source)
  expect([listed.length, listed[0]]).toEqual([pages, beginning])
  const slugs = await slugsOn(source, listed)
  expect(slugs.slice(0, -1).every((page) => page.length === 4)).toBe(true)
  expect(slugs.flat().toSorted()).toEqual(source.ids.map((_id, n) => `slug-${n}`).toSorted())
})

test('a page says when each article was changed last, and has none that is hidden', async () => {
  const source = await indexOf(2, 0)
  const hidden = { ...source, hiddenIds: source.ids.slice(0, 1) }
  expect(await sitemapPage(hidden, beginning)).toEqual([
    { slug: 'slug-1', updatedAt: '2024-05-06T07:08:09.123Z' },
  ])
  expect(await sitemapPages({ ...source, hiddenIds: source.ids })).toEqual([beginning])
})

test('a delete on one page leaves the others as they are', async () => {
  const source = await indexOf(12, 0)
  const pages = await sitemapPages(source)
  const before = await slugsOn(source, pages)
  await source.elasticsearch.delete({ index: source.index, id: source.ids[1] ?? '', refresh: true })
  expect((await slugsOn(source, pages)).slice(1)).toEqual(before.slice(1))
})

test('more articles than fit on a page are found through an index of pages', async () => {
  const pages = sitePages('https://site.example', 'A site', '/read/{slug}')
  const source = await indexOf(9, 3)
  const read = async (after?: string) => {
    const map = parseXml(await sitemapText(pages, source, after))
    const places = allWithin(map).filter(({ name }) => name === 'loc')
    return { kind: map.name, places: places.map(({ text }) => text) }
  }
  const index = await read()
  expect([index.kind, index.places.length]).toEqual(['sitemapindex', 3])
  const found: string[] = []
  for (const place of index.places) {
    expect(place).toMatch(/^https:\/\/site\.example\/sitemap\.xml\?after=/)
    const { kind, places } = await read(new URL(place).searchParams.get('after') ?? '')
    expect(kind).toBe('urlset')
    found.push(...places)
  }
  const articles = source.ids.map((_id, n) => `https://site.example/read/slug-${n}`)
  expect(found.toSorted()).toEqual(['https://site.example/', ...articles].toSorted())
  const past = read('99999999999999_00000000-0000-0000-0000-000000000000')
  await expect(past).rejects.toMatchObject({ code: 'route_not_found' })
  source.hiddenIds.push(...source.ids.slice(0, 6))
  expect((await read()).kind).toBe('urlset')
})
