import { hiddenKey, socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { formatPosition, signToken } from '@broadsheet/contracts/token'
import { Client } from '@elastic/elasticsearch'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openOwnApi, signUp, storeSession } from '../read-api.fixture.ts'
import { sitePages } from './site-pages.ts'
import { parseXml } from './xml.fixture.ts'

const stack = inject('stack')
let own: Awaited<ReturnType<typeof openOwnApi>>

beforeAll(async () => {
  const pages = sitePages('https://site.example/', 'A site', '/read/{slug}')
  own = await openOwnApi(stack, 20, { pages })
})
afterAll(() => own.close())

const paths = ['/feeds/articles.atom', '/feeds/articles.json']

test.each(paths)('%s is public for whoever has no token, and private with one', async (all) => {
  const author = await signUp(stack.gateway)
  await author.write()
  // Of one author, for others' articles may still be on their way; theirs can be found from here on.
  await author.ask('GET', `/articles?author=${author.username}`, author)
  const path = `${all}?author=${author.username}`
  const { headers } = await own.ask('GET', path)
  expect(headers.get('cache-control')).toBe('public, no-cache')
  expect(headers.get('vary')).toBe('Authorization, Cookie, Consistency-Token')
  expect(headers.has('consistency')).toBe(false)
  const { token } = await storeSession(own.redis)
  for (const asked of [
    { Authorization: `Token ${token}` },
    { 'Consistency-Token': signToken({ incarnation: 1, xid: null, lsn: 1n }, own.tokenKey) },
  ]) {
    const known = await own.ask('GET', path, { headers: asked })
    expect(known.headers.get('cache-control')).toBe('private, no-cache')
    expect(known.headers.get('etag')).toBe(headers.get('etag'))
  }
})

test.each(paths)('%s waits for its tokens, and says when it is behind', async (path) => {
  const asked = (lsn: bigint) => ({
    headers: { 'Consistency-Token': signToken({ incarnation: 1, xid: null, lsn }, own.tokenKey) },
  })
  const consistency = async (lsn: bigint) =>
    (await own.ask('GET', path, asked(lsn))).headers.get('consistency')
  expect(await consistency(1_000n)).toBe('fresh')
  expect(await consistency(1_001n)).toBe('stale')
  own.move('search', 1_001n)
  expect(await consistency(1_001n)).toBe('stale')
  own.move('social', 1_001n)
  expect(await consistency(1_001n)).toBe('fresh')
  own.move('search', 1_000n)
  own.move('social', 1_000n)
})

test('addresses are of the configured site, whatever host a request names', async () => {
  const author = await signUp(stack.gateway)
  const { slug } = await author.write()
  await author.ask('GET', `/articles/${slug}`, author)
  const headers = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    Forwarded: 'host=evil.example',
    'X-Forwarded-Proto': 'gopher',
    'Consistency-Token': signToken({ incarnation: 1, xid: null, lsn: 1n }, own.tokenKey),
  }
  const search = `?author=${author.username}`
  const { body } = await own.ask('GET', `/feeds/articles.json${search}`, { headers })
  expect(body).toMatchObject({
    title: `A site · ${author.username}`,
    home_page_url: 'https://site.example/',
    feed_url: `https://site.example/api/feeds/articles.json${search}`,
  })
  const atom = await own.ask('GET', `/feeds/articles.atom${search}`, { headers })
  expect(parseXml(atom.body).name).toBe('feed')
  for (const text of [JSON.stringify(body), atom.body]) {
    expect(text).not.toContain('evil')
  }
})

test('a body is fetched when it is new, and not again', async () => {
  const elasticsearch = new Client({ node: stack.elasticsearch })
  const watched = await openOwnApi(stack, 20, { elasticsearch })
  onTestFinished(async () => {
    await watched.close()
    await elasticsearch.close()
  })
  const asked: string[] = []
  elasticsearch.diagnostic.on('request', (_error, result) => {
    const { path, body } = result?.meta.request.params ?? {}
    asked.push(`${path} ${String(body)}`)
  })
  const author = await signUp(stack.gateway)
  const { slug } = await author.write({ body: 'first' })
  await author.write({ body: 'other' })
  const position = { incarnation: 1, xid: null, lsn: 1n }
  const headers = { 'Consistency-Token': signToken(position, watched.tokenKey) }
  const bodiesFetched = async (path: string, text: string) => {
    await author.ask('GET', `/articles?author=${author.username}`, author)
    asked.length = 0
    const search = `${path}?author=${author.username}`
    expect(JSON.stringify((await watched.ask('GET', search, { headers })).body)).toContain(text)
    for (const one of asked.filter((some) => some.includes('/_search'))) {
      expect(one).toContain('{"excludes":["body"]}')
    }
    const fetched = asked.filter((one) => one.includes('/_mget'))
    return fetched.flatMap((one) => JSON.parse(one.slice(one.indexOf(' '))).ids).length
  }
  expect(await bodiesFetched('/feeds/articles.json', 'first')).toBe(2)
  expect(await bodiesFetched('/feeds/articles.json', 'first')).toBe(0)
  expect(await bodiesFetched('/feeds/articles.atom', 'first')).toBe(0)
  await author.ask('PUT', `/articles/${slug}`, { ...author, body: { article: { body: 'second' } } })
  expect(await bodiesFetched('/feeds/articles.atom', 'second')).toBe(1)
  expect(await bodiesFetched('/feeds/articles.json', 'second')).toBe(0)
})

test('what is hidden is not in the sitemap, whatever the store has of it', async () => {
  const author = await signUp(stack.gateway)
  const { slug, createdAt } = await author.write()
  await author.ask('GET', `/articles?author=${author.username}`, author)
  const map = async () =>
    (await own.app.request(`/sitemap.xml?day=${createdAt.slice(0, 10)}`)).text()
  expect(await map()).toContain(`https://site.example/read/${slug}<`)
  const keys = socialKeys(Number(await own.redis.get(socialLiveKey)))
  const id = (await own.redis.get(keys.slug(slug))) ?? ''
  onTestFinished(async () => {
    await own.redis.hdel(hiddenKey, id)
  })
  await own.redis.hset(hiddenKey, id, formatPosition({ incarnation: 1, xid: null, lsn: 1n << 60n }))
  expect(await map()).not.toContain(slug)
})
