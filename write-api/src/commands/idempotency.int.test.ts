import { afterAll, describe, expect, inject, test } from 'vitest'
import { apiAt, signUp, unique, write } from '../api-caller.fixture.ts'
import { databaseOf } from '../database/connect.ts'
import { apart, openOwnApi } from '../write-api.fixture.ts'
import { purgeIdempotencyKeys } from './idempotency.ts'

const stack = inject('stack')
const api = apiAt(stack.gateway)
const article = () => ({ title: unique('Once '), description: 'd', body: 'b' })

/** Posts under a key. */
const post = (token: string, key: string, path: string, body?: object) =>
  api('POST', path, { as: token, body, headers: { 'idempotency-key': key } })

const titled = async ({ token, username }: { token: string; username: string }, title: string) => {
  const { body } = await api('GET', `/articles?author=${username}`, { as: token })
  return body.articles.filter((found: { title: string }) => found.title === title).length
}

describe('Idempotency-Key', () => {
  test('the same request again gets the same answer, and is done once', async () => {
    const author = await signUp(api)
    const { token } = author
    const body = { article: article() }
    const first = await post(token, 'k1', '/articles', body)
    const again = await post(token, 'k1', '/articles', body)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(again.headers.get('consistency-token')).toBeTruthy()
    expect(await titled(author, body.article.title)).toBe(1)
  })

  test('requests at once are done once', async () => {
    const author = await signUp(api)
    const { token } = author
    const body = { article: article() }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(token, 'same', '/articles', body)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.article.slug)).size).toBe(1)
    expect(await titled(author, body.article.title)).toBe(1)
  })

  test('another body or another path under the key is refused', async () => {
    const { token } = await signUp(api)
    const { slug } = await write(api, token)
    await post(token, 'k', `/articles/${slug}/comments`, { comment: { body: 'one' } })
    const other = await post(token, 'k', `/articles/${slug}/comments`, { comment: { body: 'two' } })
    const elsewhere = await post(token, 'k', `/articles/${slug}/favorite`)
    for (const { status, body } of [other, elsewhere]) {
      expect(status).toBe(422)
      expect(body.errors).toEqual({ 'idempotency-key': ['was used for another request'] })
    }
    const { body } = await api('GET', `/articles/${slug}/comments`, { as: token })
    expect(body.comments.map((comment: { body: string }) => comment.body)).toEqual(['one'])
  })

  test('what was hidden meanwhile is not shown again', async () => {
    const [author, reader] = [await signUp(api), await signUp(api)]
    const { slug } = await write(api, author.token)
    const favor = () => post(reader.token, 'k', `/articles/${slug}/favorite`)
    expect((await favor()).status).toBe(200)
    expect((await favor()).body.article.favoritesCount).toBe(1)
    const body = { article: { status: 'draft' } }
    await api('PUT', `/articles/${slug}`, { as: author.token, body })
    expect((await favor()).status).toBe(404)
  })

  test('a key is its user’s own', async () => {
    const [one, two] = [await signUp(api), await signUp(api)]
    const body = { article: article() }
    const first = await post(one.token, 'shared', '/articles', body)
    const second = await post(two.token, 'shared', '/articles', body)
    expect(second.status).toBe(201)
    expect(second.body.article.slug).not.toBe(first.body.article.slug)
  })

  test('a request that failed leaves its key free', async () => {
    const { token } = await signUp(api)
    const failed = await post(token, 'k', '/articles/no-such-article/favorite')
    expect(failed.status).toBe(404)
    const body = { article: article() }
    expect((await post(token, 'k', '/articles', body)).status).toBe(201)
  })

  test.each(['', 'two words', 'ключ', 'x'.repeat(256)])('%j is no key', async (key) => {
    const { token } = await signUp(api)
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
    const answer = await api('POST', '/articles', {
      as: token,
      body: { article: article() },
      headers,
    })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual({
      'idempotency-key': ['must be 1 to 255 visible ASCII characters'],
    })
  })
})

describe('after a day', () => {
  // Back then, so that nothing in the shared stack is dated in the future.
  let now = new Date(Date.now() - 25 * 3_600_000)
  const own = openOwnApi(
    { postgres: stack.postgres, redis: apart(stack.redis) },
    { clock: () => now },
  )
  afterAll(own.close)

  test('a key is free again, and the old ones are gone', async () => {
    const { token } = await signUp(own.api)
    const ask = (key: string) =>
      own.api('POST', '/articles', {
        as: token,
        body: { article: article() },
        headers: { 'idempotency-key': key },
      })
    expect((await ask('a')).status).toBe(201)
    expect((await ask('b')).status).toBe(201)
    expect((await ask('a')).status).toBe(422)
    now = new Date(now.getTime() + 24 * 3_600_000 + 1)
    expect((await ask('a')).status).toBe(201)
    await purgeIdempotencyKeys(databaseOf(own.pool), now)
    const { rows } = await own.pool.query(
      'SELECT key FROM idempotency_keys WHERE created_at < $1',
      [new Date(now.getTime() - 24 * 3_600_000)],
    )
    expect(rows).toEqual([])
  })
})
