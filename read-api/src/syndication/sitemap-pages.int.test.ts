import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { expect, inject, onTestFinished, test } from 'vitest'
import { sitePages } from './site-pages.ts'
import { sitemapText } from './sitemap.ts'
import { sitemapPage, sitemapParts } from './sitemap-pages.ts'
import { allWithin, parseXml } from './xml.fixture.ts'

const { elasticsearch: node } = inject('stack')
const limits = { together: 4, page: 7, piece: 3 }
const updatedAt = '2024-05-06T07:08:09.123Z'

/** An index of articles `slug-<n>` that were made at these times. */
async function indexOf(times: readonly string[]) {
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
  let searches = 0
  elasticsearch.diagnostic.on('request', (_error, result) => {
    if (result?.meta.request.params.path.endsWith('/_search')) searches += 1
  })
  const ids: string[] = []
  const add = async (given: readonly string[]) => {
    const operations = given.flatMap((createdAt) => {
      const id = randomUUID()
      const slug = `slug-${ids.push(id) - 1}`
      return [{ index: { _index: index, _id: id } }, { id, slug, createdAt, updatedAt }]
    })
    if (given.length > 0) await elasticsearch.bulk({ operations, refresh: true })
  }
  await add(times)
  const source = { elasticsearch, index, limits, hiddenIds: [] as string[] }
  return { ...source, ids, add, searches: () => searches }
}

const slugsOf = async (...[source, part]: Parameters<typeof sitemapPage>) =>
  (await sitemapPage(source, part)).map(({ slug }) => slug)
const of = (time: string, count: number) => Array.from({ length: count }, () => time)

test.each([0, 1, 4])('%i articles need no parts', async (count) => {
  const source = await indexOf(of('2026-01-02T00:00:00Z', count))
  expect(await sitemapParts(source)).toEqual([])
  expect(await sitemapPage(source, {})).toHaveLength(count)
})

test('more are shown by months, and those of a large month by days, each on one', async () => {
  const source = await indexOf([
    ...of('1900-01-01T00:00:00.000Z', 1),
    ...of('2026-01-31T23:59:59.999Z', 4),
    ...of('2026-02-01T00:00:00.000Z', 1),
    ...of('2026-02-01T23:59:59.999Z', 1),
    ...of('2026-02-28T00:00:00.000Z', 6),
    ...of('2026-03-01T00:00:00.000Z', 2),
    ...of('2299-12-31T23:59:59.999Z', 5),
  ])
  const parts = await sitemapParts(source)
  expect(source.searches()).toBe(2)
  expect(parts).toEqual([
    { month: '1900-01' },
    { month: '2026-01' },
    { day: '2026-02-01' },
    { day: '2026-02-28' },
    { month: '2026-03' },
    { day: '2299-12-31' },
  ])
  const pages = await Promise.all(parts.map((part) => sitemapPage(source, part)))
  expect(pages.map(({ length }) => length)).toEqual([1, 4, 2, 6, 2, 5])
  const slugs = pages.flat().map(({ slug }) => slug)
  expect(slugs.toSorted()).toEqual(source.ids.map((_id, n) => `slug-${n}`).toSorted())
  expect(await slugsOf(source, { month: '2026-02', day: '2026-03-01' })).toEqual([])
})

test('however many months there are, one search finds them', async () => {
  const months = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2020, n, 5)).toISOString())
  const source = await indexOf(months)
  expect((await sitemapParts(source)).map(({ month }) => month)).toEqual(
    months.map((time) => time.slice(0, 7)),
  )
  expect(source.searches()).toBe(1)
})

test('what is published late or taken away moves no other article to another page', async () => {
  const [old, young] = [{ month: '2025-03' }, { month: '2026-02' }]
  const times = [...of('2025-03-04T00:00:00Z', 3), ...of('2026-02-03T00:00:00Z', 3)]
  const source = await indexOf(times)
  const [wasOld, wasYoung] = [await slugsOf(source, old), await slugsOf(source, young)]
  await source.add(of('2025-03-01T00:00:00Z', 2))
  expect((await slugsOf(source, old)).slice(2)).toEqual(wasOld)
  expect(await slugsOf(source, young)).toEqual(wasYoung)
  // An index that a crawler has still leads to all of them, although the month has become a large one.
  expect(await sitemapParts(source)).toEqual([{ day: '2025-03-01' }, { day: '2025-03-04' }, young])
  await source.elasticsearch.delete({ index: source.index, id: source.ids[0] ?? '', refresh: true })
  expect(await slugsOf(source, young)).toEqual(wasYoung)
  expect(await slugsOf(source, old)).toHaveLength(4)
})

test('past what a page may have the newest are left out', async () => {
  const time = (second: number) => `2026-02-03T00:00:0${second}Z`
  const source = await indexOf(Array.from({ length: 9 }, (_, n) => time(n)))
  expect(await sitemapParts(source)).toEqual([{ day: '2026-02-03' }])
  for (const part of [{ day: '2026-02-03' }, { month: '2026-02' }]) {
    expect(await slugsOf(source, part)).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `slug-${n}`))
  }
})

test('a page says when each article was changed last, and has none that is hidden', async () => {
  const source = await indexOf(of('2026-02-03T00:00:00Z', 5))
  const hidden = { ...source, hiddenIds: source.ids.slice(0, 4) }
  for (const part of [{}, { month: '2026-02' }, { day: '2026-02-03' }]) {
    expect(await sitemapPage(hidden, part)).toEqual([{ slug: 'slug-4', updatedAt }])
  }
  expect(await sitemapParts(hidden)).toEqual([])
})

test('an index leads to every article, and a part without any is not there', async () => {
  const pages = sitePages('https://site.example', 'A site', '/read/{slug}')
  const source = await indexOf([
    ...of('2026-01-02T00:00:00Z', 3),
    ...of('2026-02-03T00:00:00Z', 5),
    ...of('2026-02-04T00:00:00Z', 1),
  ])
  const read = async (part = {}) => {
    const map = parseXml(await sitemapText(pages, source, part))
    const places = allWithin(map).filter(({ name }) => name === 'loc')
    return { kind: map.name, places: places.map(({ text }) => text) }
  }
  const parts = ['month=2026-01', 'day=2026-02-03', 'day=2026-02-04']
  const index = await read()
  expect(index).toEqual({
    kind: 'sitemapindex',
    places: parts.map((part) => `https://site.example/sitemap.xml?${part}`),
  })
  const found: string[] = []
  for (const place of index.places) {
    const { kind, places } = await read(Object.fromEntries(new URL(place).searchParams))
    expect([kind, places[0]]).toEqual(['urlset', 'https://site.example/'])
    found.push(...places.slice(1))
  }
  const articles = source.ids.map((_id, n) => `https://site.example/read/slug-${n}`)
  expect(found.toSorted()).toEqual(articles.toSorted())
  await expect(read({ month: '2025-12' })).rejects.toMatchObject({ code: 'route_not_found' })
  source.hiddenIds.push(...source.ids.slice(0, 5))
  expect((await read()).kind).toBe('urlset')
  await expect(read({ month: '2026-01' })).rejects.toMatchObject({ code: 'route_not_found' })
})
