import {
  hiddenComment,
  hiddenKey,
  parkedStats,
  socialKeys,
  socialLiveKey,
  statsRow,
} from '@broadsheet/contracts/names'
import { formatPosition, signToken } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openOwnApi, signUp, storeSession, unique } from '../read-api.fixture.ts'

const stack = inject('stack')
let own: Awaited<ReturnType<typeof openOwnApi>>
let slug: string

beforeAll(async () => {
  own = await openOwnApi(stack)
  const author = await signUp(stack.gateway)
  ;({ slug } = await author.write())
  // Until it can be read at all: the watermarks of `own` know nothing of it.
  await author.ask('GET', `/articles/${slug}`, author)
})
afterAll(() => own.close())

async function hide(id: string, mark: string) {
  onTestFinished(async () => {
    await own.redis.hdel(hiddenKey, id)
  })
  await own.redis.hset(hiddenKey, id, mark)
}
/** As the projector marks what it could not apply. */
const park = (id: string) => hide(id, 'parked:search')
/** As a command does that no store has applied yet. */
const ahead = formatPosition({ incarnation: 1, xid: null, lsn: 1n << 60n })

/** What a read with a token that was reached says of itself. */
async function consistencyOf(path: string) {
  const { token } = await storeSession(own.redis)
  const reached = signToken({ incarnation: 1, xid: null, lsn: 1_000n }, own.tokenKey)
  const headers = { Authorization: `Token ${token}`, 'Consistency-Token': reached }
  return (await own.ask('GET', path, { headers })).headers.get('consistency')
}

const feeds = ['/feeds/articles.atom', '/feeds/articles.json']
const lists = [
  '/articles',
  '/articles/feed',
  '/feed',
  '/tags',
  '/search?q=a',
  '/search/suggest?q=a',
  '/stats/tags',
  '/stats/trending',
  ...feeds,
]

test.each(lists)('%s is stale while a change of an article is parked', async (path) => {
  expect(await consistencyOf(path)).toBe('fresh')
  await park(randomUUID())
  expect(await consistencyOf(path)).toBe('stale')
  expect((await own.ask('GET', '/tags')).headers.has('consistency')).toBe(false)
})

test('comments are stale while a change of one is parked, and articles are not', async () => {
  const paths = [`/articles/${slug}/comments`, `/stats/articles/${slug}`]
  await park(randomUUID())
  for (const path of paths) expect(await consistencyOf(path)).toBe('fresh')
  await park(hiddenComment(999_999_999))
  for (const path of paths) expect(await consistencyOf(path)).toBe('stale')
  expect(await consistencyOf(`/articles/${slug}`)).toBe('fresh')
})

test('what stats could not take makes the statistics of its article stale, and of many', async () => {
  const author = await signUp(stack.gateway)
  const [one, other] = [await author.write(), await author.write()]
  const [ofOne, ofOther] = [one, other].map(({ slug }) => `/stats/articles/${slug}`) as [
    string,
    string,
  ]
  for (const path of [ofOne, ofOther]) await author.ask('GET', path, author)
  const keys = socialKeys(Number(await own.redis.get(socialLiveKey)))
  const id = (await own.redis.get(keys.slug(one.slug))) ?? ''
  const ofMany = [`/stats/authors/${author.username}`, '/stats/tags', '/stats/trending']
  for (const row of [statsRow('favorites', id, randomUUID()), statsRow('comments', 999_999_999)]) {
    await hide(row, parkedStats(id))
    for (const path of [ofOne, ...ofMany]) {
      expect([path, await consistencyOf(path)]).toEqual([path, 'stale'])
    }
    for (const path of [ofOther, `/articles/${one.slug}`]) {
      expect([path, await consistencyOf(path)]).toEqual([path, 'fresh'])
    }
    expect((await own.ask('GET', ofOne)).status).toBe(200)
    await own.redis.hdel(hiddenKey, row)
  }
  await hide(statsRow('articles', id), parkedStats(id))
  expect(await consistencyOf(ofOne)).toBe('stale')
  expect(await consistencyOf(ofOther)).toBe('fresh')
  expect((await own.ask('GET', ofOne)).status).toBe(404)
  expect((await own.ask('GET', `/articles/${one.slug}`)).status).toBe(200)
})

/** Somebody who favors and follows, and everything in which they then see this article. */
async function shownEverywhere() {
  const word = unique('w')
  const [author, reader] = [await signUp(stack.gateway), await signUp(stack.gateway)]
  const { slug } = await author.write({ title: word, tagList: [word] })
  const path = `/articles/${slug}`
  await reader.ask('POST', `${path}/favorite`, reader)
  await reader.ask('POST', `/profiles/${author.username}/follow`, reader)
  const said = { ...reader, body: { comment: { body: word } } }
  const { comment } = (await reader.ask('POST', `${path}/comments`, said)).body
  const looks = [
    path,
    `${path}/comments`,
    `/articles?tag=${word}`,
    `/articles?author=${author.username}`,
    `/articles?favorited=${reader.username}`,
    '/articles/feed',
    '/feed',
    `/search?q=${word}`,
    `/search?tag=${word}`,
    `/search/suggest?q=${word}`,
    '/tags',
    `/stats${path}`,
    `/stats/authors/${author.username}`,
    `/stats/tags?tag=${word}`,
    `/stats/trending?tag=${word}`,
    ...feeds.map((feed) => `${feed}?author=${author.username}`),
  ]
  /** Of the looks those that show it, by whatever word. */
  const shownIn = async () => {
    const shown: string[] = []
    for (const look of looks) {
      const { status, body } = await reader.ask('GET', look, reader)
      const isCounted = status === 200 && body.favorites > 0
      if (isCounted || JSON.stringify(body).includes(word)) shown.push(look)
    }
    return shown
  }
  const keys = socialKeys(Number(await own.redis.get(socialLiveKey)))
  const id = (await own.redis.get(keys.slug(slug))) ?? ''
  return { id, comment, path, looks, shownIn }
}

test('what is hidden is shown nowhere, whatever the stores have of it', async () => {
  const { id, looks, shownIn } = await shownEverywhere()
  expect(await shownIn()).toEqual(looks)
  await hide(id, ahead)
  expect(await shownIn()).toEqual([])
  await own.redis.hset(hiddenKey, id, formatPosition({ incarnation: 1, xid: null, lsn: 1n }))
  expect(await shownIn()).toEqual(looks)
})

test('a hidden comment is in no list of them, and its article is shown', async () => {
  const { comment, path, looks, shownIn } = await shownEverywhere()
  await hide(hiddenComment(comment.id), ahead)
  expect(await shownIn()).toEqual(looks.filter((look) => look !== `${path}/comments`))
})

test('what was hidden since is on no further page of a search, and related to nothing', async () => {
  const author = await signUp(stack.gateway)
  const word = unique('w')
  const texts = { title: word, tagList: [word] }
  const [last, middle, first] = [
    await author.write(texts),
    await author.write(texts),
    await author.write(texts),
  ]
  const pageOf = async (query: string) => {
    const { body } = await author.ask('GET', `/search?q=${word}&sort=newest&${query}`, author)
    return { ...body, slugs: body.hits.map((hit: any) => hit.article.slug) }
  }
  const { cursor, slugs } = await pageOf('limit=1')
  expect(slugs).toEqual([first.slug])
  const related = `/articles/${first.slug}/related`
  expect(JSON.stringify((await author.ask('GET', related)).body)).toContain(middle.slug)
  const keys = socialKeys(Number(await own.redis.get(socialLiveKey)))
  await hide((await own.redis.get(keys.slug(middle.slug))) ?? '', ahead)
  expect((await pageOf(`limit=2&cursor=${encodeURIComponent(cursor)}`)).slugs).toEqual([last.slug])
  expect(JSON.stringify((await author.ask('GET', related)).body)).not.toContain(middle.slug)
})
