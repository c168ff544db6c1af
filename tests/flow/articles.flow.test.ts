import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'

const { gateway } = inject('stack')
let author: Author
let other: Author

beforeAll(async () => {
  author = await register(gateway)
  other = await register(gateway)
})

type Written = { slug: string; title: string; body: string; updatedAt: string }

async function publish(changes: Record<string, unknown> = {}): Promise<Written & { word: string }> {
  const word = `w${randomUUID().replaceAll('-', '')}`
  const article = { title: `On ${word}`, description: 'd', body: `Of ${word}.`, ...changes }
  const answer = await author.post('/api/articles', { article })
  expect(answer.status).toBe(201)
  return { ...(answer.body as { article: Written }).article, word }
}
const totalOf = (body: unknown) => (body as { total: number }).total

describe('articles, written and read back', () => {
  test('the longest body that a request can carry is updated twice and read back', async () => {
    const { slug } = await publish()
    // Characters of 4 bytes become two escapes of 6 in the stream; before and after are both there.
    for (const filling of ['\u{1F4F0}'.repeat(250_000), '"\\'.repeat(240_000)]) {
      const put = await author.put(`/api/articles/${slug}`, { article: { body: filling } })
      expect(put.status).toBe(200)
      const read = await author.get(`/api/articles/${slug}`, { Prefer: 'consistency=strict' })
      expect(read.status).toBe(200)
      expect((read.body as { article: Written }).article.body === filling).toBe(true)
    }
  })

  test('a deleted article is gone everywhere as soon as the delete is answered', async () => {
    const { slug, word } = await publish({ tagList: ['t'] })
    expect(totalOf((await author.get(`/api/search?q=${word}`)).body)).toBe(1)
    expect((await author.remove(`/api/articles/${slug}`)).status).toBe(204)
    // A reader without any token, too: late to show is allowed, late to hide is not.
    expect(totalOf((await send(`${gateway}/api/search?q=${word}`, 'GET')).body)).toBe(0)
    expect((await send(`${gateway}/api/articles/${slug}`, 'GET')).status).toBe(404)
    expect((await send(`${gateway}/api/stats/articles/${slug}`, 'GET')).status).toBe(404)
    const list = await send(`${gateway}/api/articles?author=${author.username}&tag=t`, 'GET')
    expect(list.body).toMatchObject({ articles: [], articlesCount: 0 })
    expect((await author.get(`/api/articles/${slug}`)).status).toBe(404)
    // Later writes clear what no longer needs to be hidden: not before the searches know, too.
    for (let round = 0; round < 5; round++) {
      await publish()
      expect(totalOf((await send(`${gateway}/api/search?q=${word}`, 'GET')).body)).toBe(0)
      const again = await send(`${gateway}/api/articles?author=${author.username}&tag=t`, 'GET')
      expect(again.body).toMatchObject({ articlesCount: 0 })
    }
  })

  test('a draft is seen by its author alone, and is published and taken back at once', async () => {
    const { slug, word } = await publish({ status: 'draft' })
    expect((await author.get(`/api/articles/${slug}`)).status).toBe(200)
    expect((await other.get(`/api/articles/${slug}`)).status).toBe(404)
    expect(totalOf((await author.get(`/api/search?q=${word}`)).body)).toBe(0)
    await author.put(`/api/articles/${slug}`, { article: { status: 'published' } })
    expect(totalOf((await author.get(`/api/search?q=${word}`)).body)).toBe(1)
    await author.put(`/api/articles/${slug}`, { article: { status: 'draft' } })
    expect(totalOf((await send(`${gateway}/api/search?q=${word}`, 'GET')).body)).toBe(0)
    expect((await other.get(`/api/articles/${slug}`)).status).toBe(404)
    await author.put(`/api/articles/${slug}`, { article: { status: 'published' } })
    expect((await author.get(`/api/articles/${slug}`)).status).toBe(200)
  })

  test('an old slug leads to the new one, and the article is found under its new title', async () => {
    const { slug } = await publish()
    const title = `Renamed ${randomUUID()}`
    const put = await author.put(`/api/articles/${slug}`, { article: { title } })
    const renamed = (put.body as { article: Written }).article.slug
    const old = await author.get(`/api/articles/${slug}`)
    expect(old.status).toBe(301)
    expect(old.headers.get('location')).toBe(`/api/articles/${renamed}`)
    expect(old.headers.get('cache-control')).toContain('no-cache')
    expect((await author.get(`/api/articles/${renamed}`)).body).toMatchObject({
      article: { title },
    })
  })

  test('a renamed author is shown by the new name, and found by it alone', async () => {
    const renaming = await register(gateway)
    const article = { title: `By ${randomUUID()}`, description: 'd', body: 'b' }
    await renaming.post('/api/articles', { article })
    const username = `renamed-${randomUUID().slice(0, 12)}`
    await renaming.put('/api/user', { user: { username } })
    const now = await renaming.get(`/api/articles?author=${username}`)
    expect(now.body).toMatchObject({ articlesCount: 1, articles: [{ author: { username } }] })
    const before = await renaming.get(`/api/articles?author=${renaming.username}`)
    expect(before.body).toMatchObject({ articlesCount: 0 })
  })

  test('a read with a forged token is refused, one with an empty token is not', async () => {
    const forged = { 'Consistency-Token': '1.7.ffff.AAAAAAAAAAAAAAAAAAAAAA' }
    const refused = await send(`${gateway}/api/articles`, 'GET', forged)
    expect(refused).toMatchObject({ status: 400, body: { code: 'consistency_token_invalid' } })
    const empty = await send(`${gateway}/api/articles`, 'GET', { 'Consistency-Token': '' })
    expect(empty.status).toBe(200)
    expect(empty.headers.has('consistency')).toBe(false)
  })
})
