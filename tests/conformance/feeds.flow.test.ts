import type { JsonFeed } from '@broadsheet/contracts/syndication'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, type Author } from '../author.ts'
import { publish, uniqueWord } from '../publishing.ts'
import { textsIn } from '../xml.ts'
import { expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let author: Author

beforeAll(async () => {
  author = await register(gateway)
})

type Asked = { as?: Author; headers?: Record<string, string>; method?: string }

async function get(path: string, { as, headers, method = 'GET' }: Asked = {}) {
  const answer = await fetch(gateway + path, { method, headers: { ...as?.bearer(), ...headers } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const json = async (search: string, as: Author) =>
  JSON.parse((await get(`/api/feeds/articles.json${search}`, { as })).text) as JsonFeed
const update = (slug: string, article: object) => author.put(`/api/articles/${slug}`, { article })

/** The titles that either feed has; they have to be the same. */
async function titlesIn(search: string, as: Author): Promise<string[]> {
  const titles = (await json(search, as)).items.map(({ title }) => title)
  const atom = textsIn((await get(`/api/feeds/articles.atom${search}`, { as })).text)
  expect(atom.get('title')?.slice(1) ?? []).toEqual(titles)
  return titles
}

/** Every article's page in the sitemap, through its index when it is one. */
async function mapped(asked: Asked): Promise<string[]> {
  const map = textsIn((await get('/sitemap.xml', asked)).text)
  const places = map.get('loc') ?? []
  if (!map.has('sitemapindex')) return places
  const pages: string[] = []
  for (const place of places) {
    const { pathname, search } = new URL(place)
    pages.push(...(textsIn((await get(pathname + search, asked)).text).get('loc') ?? []))
  }
  return pages
}

const feeds = [
  ['/api/feeds/articles.atom', 'application/atom+xml; charset=utf-8'],
  ['/api/feeds/articles.json', 'application/feed+json; charset=utf-8'],
]
const all = [...feeds, ['/sitemap.xml', 'application/xml; charset=utf-8']]

describe.each(all)('%s', (path, type) => {
  test('is for anybody, and kept by nobody without asking', async () => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('cache-control')).toBe('public, no-cache')
    expect(answer.headers.get('vary')).toMatch(/Authorization, Cookie/)
    expect(answer.headers.get('x-track-id')).not.toBeNull()
    const known = await get(path, { as: author })
    expect(known.headers.get('cache-control')).toBe('private, no-cache')
    expect(known.headers.get('consistency')).toBe('fresh')
  })

  test('HEAD is GET without the body', async () => {
    const { status, headers, text } = await get(path, { as: author, method: 'HEAD' })
    expect([status, text, headers.get('content-type')]).toEqual([200, '', type])
    expect(headers.get('etag')).toMatch(/^".+"$/)
  })

  test('is not sent twice to who has it, and again when it has changed', async () => {
    await publish(author)
    const etag = (await get(path, { as: author })).headers.get('etag') ?? ''
    const has = { as: author, headers: { 'If-None-Match': etag } }
    expect(await get(path, has)).toMatchObject({ status: 304, text: '' })
    await publish(author)
    expect((await get(path, has)).status).toBe(200)
  })

  test('a wrong token is refused in JSON', async () => {
    const answer = await author.get(path, { Authorization: 'Token none' })
    expectRefusal(answer, 'token_invalid')
    expect((await get(path, { method: 'POST' })).status).toBe(405)
  })
})

describe.each(feeds)('%s', (path) => {
  test('is sent again when something is taken away', async () => {
    const tag = uniqueWord()
    const older = await publish(author, { tagList: [tag] })
    await publish(author, { tagList: [tag] })
    const search = `${path}?tag=${tag}`
    const etag = (await get(search, { as: author })).headers.get('etag') ?? ''
    const headers = { 'If-None-Match': etag }
    expect((await get(search, { as: author, headers })).status).toBe(304)
    await author.remove(`/api/articles/${older.slug}`)
    expect((await get(search, { as: author, headers })).status).toBe(200)
    expect((await get(search, { headers })).status).toBe(200)
  })

  test.each(['tag', 'author'])(
    'an unknown %s has nothing, and an impossible one is refused',
    async (by) => {
      const search = `?${by}=${uniqueWord()}`
      const { status, text } = await get(path + search)
      expect([status, text.includes(search.slice(`?${by}=`.length))]).toEqual([200, false])
      expect(await titlesIn(search, author)).toEqual([])
      expectInvalid(await author.get(`${path}?${by}=`), by)
      expectInvalid(await author.get(`${path}?${by}=${'x'.repeat(41)}`), by)
    },
  )
})

test('an entry has the article, its page and an id that stays', async () => {
  const body = '# On *this*\n\n[a](other) ![b](/c.png) <script>alert(1)</script>[d](javascript:e)'
  const canonicalUrl = 'https://else.example/first?a=1&b=2'
  const { slug, word } = await publish(author, { title: 'Q & A <1>', body, canonicalUrl })
  const [item] = (await json(`?tag=${word}`, author)).items
  expect(item).toMatchObject({
    id: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
    url: `${gateway}/article/${slug}`,
    external_url: canonicalUrl,
    title: 'Q & A <1>',
    summary: `About ${word}`,
    authors: [{ name: author.username }],
    tags: [word],
  })
  expect(item?.content_html).toBe(
    `<h1>On <em>this</em></h1>\n<p><a href="${gateway}/article/other">a</a> <img alt="b" src="${gateway}/c.png" /> [d](javascript:e)</p>\n`,
  )
  const { text } = await get(`/api/feeds/articles.atom?tag=${word}`, { as: author })
  const atom = textsIn(text)
  expect(atom.get('title')?.[1]).toBe('Q & A <1>')
  expect(atom.get('content')).toEqual([item?.content_html])
  expect(atom.get('id')?.[1]).toBe(item?.id)
  await update(slug, { title: 'Another title' })
  const [renamed] = (await json(`?tag=${word}`, author)).items
  expect([renamed?.id, renamed?.title]).toEqual([item?.id, 'Another title'])
  expect(renamed?.url).not.toBe(item?.url)
  expect(renamed?.date_published).toBe(item?.date_published)
  expect(Date.parse(renamed?.date_modified ?? '')).toBeGreaterThan(
    Date.parse(item?.date_modified ?? ''),
  )
})

test('what XML cannot hold does not spoil it', async () => {
  const spoilt = { title: 'a\u0001b\uFFFE', body: '\u0002 &#3; \u000B', description: ']]>\u001F' }
  const { word } = await publish(author, spoilt)
  const atom = textsIn((await get(`/api/feeds/articles.atom?tag=${word}`, { as: author })).text)
  expect(atom.get('title')?.[1]).toBe('a\uFFFDb\uFFFD')
  expect(atom.get('summary')).toEqual([']]>\uFFFD'])
  const [item] = (await json(`?tag=${word}`, author)).items
  expect(item?.title).toBe(spoilt.title)
})

test('by tag and by author, the newest 20', async () => {
  const writer = await register(gateway)
  const tag = uniqueWord()
  for (let n = 0; n < 22; n++) {
    await publish(writer, { title: `Piece ${n}`, tagList: n % 2 === 0 ? [tag] : [] })
  }
  const newest = Array.from({ length: 22 }, (_, n) => `Piece ${21 - n}`)
  expect(await titlesIn(`?author=${writer.username}`, writer)).toEqual(newest.slice(0, 20))
  const even = newest.filter((title) => Number(title.slice(6)) % 2 === 0)
  expect(await titlesIn(`?tag=${tag}`, writer)).toEqual(even)
  expect(await titlesIn(`?tag=${tag}&author=${writer.username}`, writer)).toEqual(even)
  expect(await titlesIn(`?tag=${tag}&author=${author.username}`, writer)).toEqual([])
})

test('an author who takes another name has it at once, and their articles with it', async () => {
  const writer = await register(gateway)
  const { title } = await publish(writer)
  const username = uniqueWord().slice(0, 20)
  await writer.put('/api/user', { user: { username } })
  const feed = await json(`?author=${username.toUpperCase()}`, writer)
  expect(feed.feed_url).toBe(`${gateway}/api/feeds/articles.json?author=${username}`)
  expect(feed.items).toMatchObject([{ title, authors: [{ name: username }] }])
  expect(await titlesIn(`?author=${writer.username}`, writer)).toEqual([])
})

test('a draft is nowhere; what is unpublished or deleted is gone at once, for anybody', async () => {
  const { slug, title, word } = await publish(author, { status: 'draft' })
  const page = `${gateway}/article/${slug}`
  const seen = async (as?: Author) => {
    const found = await Promise.all([
      get(`/api/feeds/articles.json?tag=${word}`, { ...(as && { as }) }),
      get(`/api/feeds/articles.atom?author=${author.username}`, { ...(as && { as }) }),
    ])
    const places = await mapped({ ...(as && { as }) })
    return [...found.map(({ text }) => text.includes(title)), places.includes(page)]
  }
  expect(await seen(author)).toEqual([false, false, false])
  await update(slug, { status: 'published' })
  expect(await seen(author)).toEqual([true, true, true])
  await update(slug, { status: 'draft' })
  expect(await seen()).toEqual([false, false, false])
  expect(await seen(author)).toEqual([false, false, false])
  await update(slug, { status: 'published' })
  expect(await seen(author)).toEqual([true, true, true])
  await author.remove(`/api/articles/${slug}`)
  expect(await seen()).toEqual([false, false, false])
  expect(await seen(author)).toEqual([false, false, false])
})

describe('GET /sitemap.xml', () => {
  test.each([
    ['month', 7],
    ['day', 10],
  ])('has the articles of a %s', async (unit, length) => {
    const { slug, createdAt } = await publish(author)
    const page = `${gateway}/article/${slug}`
    const time = createdAt.slice(0, length)
    const map = textsIn((await get(`/sitemap.xml?${unit}=${time}`, { as: author })).text)
    const places = map.get('loc') ?? []
    expect(places).toContain(page)
    expect(map.get('lastmod')).toHaveLength(places.length - 1)
    for (const other of ['0000-01-01', '2299-12-31', '9999-12-31']) {
      const answer = await author.get(`/sitemap.xml?${unit}=${other.slice(0, length)}`)
      expectRefusal(answer, 'route_not_found')
    }
  })

  test('of a month and a day has what is of both', async () => {
    const { createdAt } = await publish(author)
    const day = createdAt.slice(0, 10)
    const both = (month: string) => author.get(`/sitemap.xml?month=${month}&day=${day}`)
    expect((await both(day.slice(0, 7))).status).toBe(200)
    expectRefusal(await both('2299-12'), 'route_not_found')
  })

  test.each(['', 'x', '2026', '2026-13', '2026-1', '2026-01-01', '2026-01||+1y', '20260-1'])(
    'month=%s is refused',
    async (month) => {
      expectInvalid(await author.get(`/sitemap.xml?month=${encodeURIComponent(month)}`), 'month')
    },
  )

  test.each(['', 'x', '2026-01', '2026-02-30', '2026-01-01T00:00:00Z', 'now', '2026-01-01||/d'])(
    'day=%s is refused',
    async (day) => {
      expectInvalid(await author.get(`/sitemap.xml?day=${encodeURIComponent(day)}`), 'day')
    },
  )
})
