import type { StatsCounts, StatsSeries } from '@broadsheet/contracts/stats'
import { statsSeries, tagStats, trendingArticles } from '@broadsheet/contracts/stats'
import { beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { secretsOf } from '../process.ts'
import { anonymously, articleIn, comment, publish, uniqueWord } from '../publishing.ts'
import { expectInvalid, expectRefusal } from './refusal.ts'

const stack = inject('stack')
const { gateway } = stack
let author: Author
let reader: Author

beforeAll(async () => {
  ;[author, reader] = await Promise.all([register(gateway), register(gateway)])
})

/** What somebody sees who carries nothing but their Authorization header. */
async function fresh(by: Author, path: string): Promise<unknown> {
  const { status, headers, body } = await by.get(path)
  expect([path, status, headers.get('consistency')]).toEqual([path, 200, 'fresh'])
  return body
}
const engagementIn = ({ favorites, comments }: StatsCounts) => [favorites, comments]
/** Whichever parts they stand in: the clock may have gone on to the next one. */
const engagementOfParts = ({ series }: StatsSeries) =>
  series
    .map(engagementIn)
    .reduce(
      ([favorites, comments], [favored, said]) => [favorites! + favored!, comments! + said!],
      [0, 0],
    )
async function engagement(by: Author, path: string) {
  const counted = statsSeries.parse(await fresh(by, path))
  expect(engagementOfParts(counted)).toEqual(engagementIn(counted))
  return engagementIn(counted)
}
const ofArticle = (by: Author, slug: string) => engagement(by, `/api/stats/articles/${slug}`)
const ofAuthor = (by: Author, { username }: Author) =>
  engagement(by, `/api/stats/authors/${username}`)
async function ofTag(by: Author, tag: string) {
  const { tags } = tagStats.parse(await fresh(by, `/api/stats/tags?tag=${tag}`))
  for (const found of tags) {
    expect(engagementOfParts({ ...found, series: found.series! })).toEqual(engagementIn(found))
  }
  return tags.map((found) => [found.tag, ...engagementIn(found)])
}
async function trendingIn(by: Author, tag: string, window = '1h') {
  const path = `/api/stats/trending?window=${window}&tag=${tag}`
  return trendingArticles.parse(await fresh(by, path)).articles
}
const trending = async (by: Author, tag: string) =>
  (await trendingIn(by, tag)).map(({ article }) => article.slug)

const favor = (by: Author, slug: string) => by.post(`/api/articles/${slug}/favorite`)
const disfavor = (by: Author, slug: string) => by.remove(`/api/articles/${slug}/favorite`)

describe('favorites and comments', () => {
  test('count as soon as they are there, and no more when they are taken back', async () => {
    const writer = await register(gateway)
    const { slug, word } = await publish(writer)
    const seen = async () => {
      const all = [await ofArticle(reader, slug), await ofAuthor(reader, writer)]
      return [...all, (await ofTag(reader, word))[0]?.slice(1)]
    }
    const everywhere = (counts: number[]) => [counts, counts, counts]
    await favor(reader, slug)
    expect(await seen()).toEqual(everywhere([1, 0]))
    await favor(reader, slug)
    expect(await seen()).toEqual(everywhere([1, 0]))
    const { id } = await comment(reader, slug, 'One.')
    await comment(reader, slug, 'Another.')
    expect(await seen()).toEqual(everywhere([1, 2]))
    await disfavor(reader, slug)
    await reader.remove(`/api/articles/${slug}/comments/${id}`)
    expect(await seen()).toEqual(everywhere([0, 1]))
    await favor(reader, slug)
    await favor(writer, slug)
    // The writer's own write came after, so they see all of it.
    expect(await ofArticle(writer, slug)).toEqual([2, 1])
  })

  test('stand where they were made, and empty intervals are zeros', async () => {
    const { slug } = await publish(author)
    await favor(reader, slug)
    const counted = statsSeries.parse(
      await fresh(reader, `/api/stats/articles/${slug}?from=${daysAgo(3)}&tz=Asia/Kathmandu`),
    )
    const { series } = counted
    expect(engagementOfParts(counted)).toEqual([1, 0])
    // Today, or yesterday when midnight has come since.
    expect(series.slice(0, -2).map(engagementIn)).toEqual(series.slice(0, -2).map(() => [0, 0]))
    // Kathmandu is 5:45 ahead.
    expect(series.map(({ at }) => at.slice(11, 16))).toEqual(series.map(() => '18:15'))
  })
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

test('a tag has its series, in intervals of a zone, and all tags have none', async () => {
  const { word } = await publish(author)
  const path = `/api/stats/tags?tag=${word}&from=${daysAgo(3)}&interval=day&tz=Asia/Kathmandu`
  const [found, ...none] = tagStats.parse(await fresh(author, path)).tags
  expect([found?.tag, none]).toEqual([word, []])
  const times = found!.series!.map(({ at }) => at.slice(11, 16))
  expect(times.length).toBeGreaterThan(3)
  expect(new Set(times)).toEqual(new Set(['18:15']))
  const { tags } = tagStats.parse(await fresh(author, '/api/stats/tags?limit=100'))
  expect(tags.filter(({ series }) => series !== undefined)).toEqual([])
})

describe('trending', () => {
  test('ranks by what was written a moment ago, and shows articles as this reader sees them', async () => {
    const tag = uniqueWord()
    const [less, more] = [
      await publish(author, { tagList: [tag] }),
      await publish(author, { tagList: [tag] }),
    ]
    await publish(author, { tagList: [tag] })
    await comment(reader, less.slug, 'Well.')
    await favor(reader, more.slug)
    await reader.post(`/api/profiles/${author.username}/follow`)
    const [first, second, ...none] = await trendingIn(reader, tag)
    expect(none).toEqual([])
    expect(first).toMatchObject({
      article: {
        slug: more.slug,
        favorited: true,
        favoritesCount: 1,
        author: { username: author.username, following: true },
      },
      views: 0,
    })
    expect(first?.article).not.toHaveProperty('body')
    expect(second).toMatchObject({ article: { slug: less.slug, favorited: false } })
    expect(first!.score).toBeGreaterThan(second!.score)
    await disfavor(reader, more.slug)
    expect(await trending(reader, tag)).toEqual([less.slug])
    const seen = await anonymously(author, `/api/stats/trending?tag=${tag}`)
    expect(seen).toMatchObject({ status: 200 })
  })

  test('counts views', async () => {
    const { slug, word } = await publish(author)
    const agent = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
    const seen = await send(`${gateway}/api/articles/${slug}`, 'GET', {
      ...agent,
      ...author.bearer(),
    })
    expect(seen.status).toBe(200)
    await vi.waitFor(
      async () =>
        expect(await trendingIn(author, word, '7d')).toMatchObject([
          { article: { slug }, views: 1 },
        ]),
      { timeout: 20_000, interval: 100 },
    )
  })
})

describe('what is hidden counts nowhere', () => {
  /** Of an article and all that is told about it, what a reader still finds. */
  async function left(by: Author | null, writer: Author, slug: string, word: string) {
    const get = (path: string) => (by ? by.get(path) : send(gateway + path, 'GET'))
    const stats = await get(`/api/stats/articles/${slug}`)
    const ofWriter = (await get(`/api/stats/authors/${writer.username}`)).body as StatsSeries
    const tags = (await get(`/api/stats/tags?tag=${word}`)).body
    const trends = (await get(`/api/stats/trending?tag=${word}`)).body
    return [stats.status, engagementIn(ofWriter), tags, trends]
  }
  const nothing = [404, [0, 0], { tags: [] }, { articles: [] }]

  test.each(['unpublished', 'deleted'] as const)('%s, at once and for everybody', async (how) => {
    const writer = await register(gateway)
    const { slug, word } = await publish(writer)
    await favor(reader, slug)
    await comment(reader, slug, 'Well.')
    expect(await trending(reader, word)).toEqual([slug])
    const path = `/api/articles/${slug}`
    const hidden =
      how === 'deleted'
        ? await writer.remove(path)
        : await writer.put(path, { article: { status: 'draft' } })
    // Without any token: late to hide is not allowed.
    expect(await left(null, writer, slug, word)).toEqual(nothing)
    expect(await left(reader, writer, slug, word)).toEqual(nothing)
    const [status, ...rest] = await left(writer, writer, slug, word)
    expect(rest).toEqual(nothing.slice(1))
    expect(status).toBe(how === 'deleted' ? 404 : 200)
    expect(hidden.headers.get('consistency-token')).not.toBe('')
    if (how === 'deleted') return

    expect(await ofArticle(writer, slug)).toEqual([1, 1])
    articleIn(await writer.put(path, { article: { status: 'published' } }))
    expect(await ofAuthor(writer, writer)).toEqual([1, 1])
    expect(await ofTag(writer, word)).toEqual([[word, 1, 1]])
    expect(await trending(writer, word)).toEqual([slug])
  })

  test('a deleted comment, at once', async () => {
    const writer = await register(gateway)
    const { slug } = await publish(writer)
    const { id } = await comment(reader, slug, 'Well.')
    expect(await ofArticle(reader, slug)).toEqual([0, 1])
    await reader.remove(`/api/articles/${slug}/comments/${id}`)
    const seen = await anonymously(author, `/api/stats/articles/${slug}`)
    expect(seen).toMatchObject({ status: 200, body: { comments: 0 } })
  })
})

describe('the whole site', () => {
  const operate = (change: string, username: string) => {
    const headers = { Authorization: `Operator ${secretsOf(stack)['operatorSecret']}` }
    return send(`${gateway}/api/operator/users/${username}/${change}`, 'POST', headers)
  }

  test('is for editors alone', async () => {
    expectRefusal(await anonymously(author, '/api/stats/site'), 'token_missing')
    const editor = await register(gateway)
    expectRefusal(await editor.get('/api/stats/site'), 'editors_only')
    expect((await operate('appoint-editor', editor.username)).status).toBe(204)
    expect((await editor.get('/api/stats/site')).status).toBe(200)
    // Another name changes nothing, and the old one is worth nothing to whoever takes it.
    const { username } = editor
    const renamed = await editor.put('/api/user', { user: { username: `${username}-x` } })
    expect(renamed.status).toBe(200)
    const heir = await register(gateway, { username, email: `heir-${username}@example.com` })
    expect((await editor.get('/api/stats/site')).status).toBe(200)
    expectRefusal(await heir.get('/api/stats/site'), 'editors_only')
    expect((await operate('dismiss-editor', `${username}-x`)).status).toBe(204)
    expectRefusal(await editor.get('/api/stats/site'), 'editors_only')
  })

  test('counts what is published, and nothing that is hidden', async () => {
    const editor = await register(gateway)
    await operate('appoint-editor', editor.username)
    const from = new Date().toISOString()
    const counted = () => engagement(editor, `/api/stats/site?from=${from}&interval=hour`)
    const { slug } = await publish(editor)
    const before = await counted()
    await favor(editor, slug)
    await comment(editor, slug, 'Well.')
    expect(await counted()).toEqual(before.map((count) => count + 1))
    await editor.put(`/api/articles/${slug}`, { article: { status: 'draft' } })
    expect(await counted()).toEqual(before)
  })
})

test('nobody has numbers whom nobody knows', async () => {
  expectRefusal(await author.get(`/api/stats/authors/${uniqueWord()}`), 'profile_not_found')
  expect(await ofTag(author, uniqueWord())).toEqual([])
})

const backward = 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'
test.each([
  ['tags', 'from', backward],
  ['tags', 'from', 'from=2001-01-01T00:00:00Z'],
  ['tags', 'interval', 'interval=day&tz=UTC'],
  ['tags', 'tz', 'tz=UTC'],
  ['tags', 'interval', 'tag=x&from=2001-01-01T00:00:00Z&interval=hour'],
  ['tags', 'limit', 'limit=101'],
  ['tags', 'tag', `tag=${'x'.repeat(41)}`],
  ['trending', 'window', 'window=30d'],
  ['trending', 'limit', 'limit=0'],
  ['authors', 'from', backward],
  ['authors', 'interval', 'from=2000-01-01T00:00:00Z&interval=hour'],
  ['authors', 'tz', 'tz=Mars/Olympus'],
  ['authors', 'to', 'to=tomorrow'],
])('/stats/%s names %s when it is refused', async (what, field, query) => {
  const path = what === 'authors' ? `authors/${author.username}` : what
  expectInvalid(await author.get(`/api/stats/${path}?${query}`), field)
})
