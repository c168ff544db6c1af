import { hiddenKey, socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { formatPosition, signToken } from '@broadsheet/contracts/token'
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

test.each(paths)('%s is public for whoever has no token, and private with one', async (path) => {
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

test('what is hidden is not in the sitemap, whatever the store has of it', async () => {
  const author = await signUp(stack.gateway)
  const { slug, createdAt } = await author.write()
  await author.ask('GET', `/articles?author=${author.username}`, author)
  const after = `${Date.parse(createdAt) - 1}_00000000-0000-7000-8000-000000000000`
  const map = async () => (await own.app.request(`/sitemap.xml?after=${after}`)).text()
  expect(await map()).toContain(`https://site.example/read/${slug}<`)
  const keys = socialKeys(Number(await own.redis.get(socialLiveKey)))
  const id = (await own.redis.get(keys.slug(slug))) ?? ''
  onTestFinished(async () => {
    await own.redis.hdel(hiddenKey, id)
  })
  await own.redis.hset(hiddenKey, id, formatPosition({ incarnation: 1, xid: null, lsn: 1n << 60n }))
  expect(await map()).not.toContain(slug)
})
