import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Answer, type Author } from '../author.ts'
import { publish } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let author: Author
let slug: string

beforeAll(async () => {
  author = await register(gateway)
  slug = (await publish(author)).slug
})

/** Who is not signed in is told so, whether or not there is what they ask for. */
const signedInOnly: [method: string, path: string, json?: object][] = [
  ['GET', '/api/user'],
  ['PUT', '/api/user', { user: { bio: 'x' } }],
  ['POST', '/api/profiles/:username/follow'],
  ['DELETE', '/api/profiles/:username/follow'],
  ['GET', '/api/articles/feed'],
  ['GET', '/api/feed'],
  ['POST', '/api/articles', { article: { title: 't', description: 'd', body: 'b' } }],
  ['PUT', '/api/articles/:slug', { article: { body: 'x' } }],
  ['DELETE', '/api/articles/:slug'],
  ['POST', '/api/articles/:slug/favorite'],
  ['DELETE', '/api/articles/:slug/favorite'],
  ['POST', '/api/articles/:slug/comments', { comment: { body: 'x' } }],
  ['DELETE', '/api/articles/:slug/comments/1'],
  ['GET', '/api/sessions'],
  ['DELETE', '/api/sessions/current'],
]

test.each(signedInOnly)('%s %s is for the signed-in', async (method, path, json) => {
  const known = path.replace(':slug', slug).replace(':username', author.username)
  const unknown = path.replace(':slug', 'no-such-article').replace(':username', 'no-such-user')
  for (const url of [gateway + known, gateway + unknown]) {
    expectRefusal(await send(url, method, {}, json), 'token_missing')
    const bad = { Authorization: 'Token none' }
    expectRefusal(await send(url, method, bad, json), 'token_invalid')
  }
})

const commands: [method: string, path: string][] = [
  ['POST', '/api/users'],
  ['POST', '/api/users/login'],
  ['PUT', '/api/user'],
  ['POST', '/api/articles'],
  ['PUT', '/api/articles/:slug'],
  ['POST', '/api/articles/:slug/comments'],
]

describe.each(commands)('%s %s', (method, path) => {
  const post = async (type: string, body: string): Promise<Answer> => {
    const headers = { ...author.bearer(), 'Content-Type': type }
    const answer = await fetch(gateway + path.replace(':slug', slug), { method, headers, body })
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }

  test('refuses JSON that is none', async () => {
    for (const body of ['{', '{"a":}', 'text', '{"a":1}x']) {
      expectRefusal(await post('application/json', body), 'malformed_json')
    }
  })

  test('refuses another media type', async () => {
    const form = await post('application/x-www-form-urlencoded', 'a=b')
    expectRefusal(form, 'unsupported_media_type')
    expectRefusal(await post('text/plain', '{}'), 'unsupported_media_type')
  })

  test('takes JSON with its charset named', async () => {
    expect((await post('application/json; charset=utf-8', '{}')).status).toBe(422)
  })

  test('refuses a body beyond 1 MiB', async () => {
    const text = JSON.stringify({ article: { body: 'x'.repeat(1024 * 1024) } })
    expectRefusal(await post('application/json', text), 'body_too_large')
  })

  test('refuses a body without what it is about', async () => {
    for (const body of ['{}', '[]', 'null', '"text"', '{"user":null,"article":[]}']) {
      const answer = await post('application/json', body)
      expect([body, answer.status]).toEqual([body, 422])
      expectRefusal(answer, 'validation_failed', expect.any(Object) as never)
    }
  })
})

describe('what is not there', () => {
  test.each(['/api/nothing', '/api', '/api/articles/a/b/c/d', '/api/users/x'])(
    '%s is no route',
    async (path) => expectRefusal(await author.get(path), 'route_not_found'),
  )

  test.each(['/api/articles/no-such-article', '/api/articles/%00', '/api/articles/%F0%9F%93%B0'])(
    '%s is no article',
    async (path) => expectRefusal(await author.get(path), 'article_not_found'),
  )

  test.each([
    ['PATCH', '/api/articles', 'POST'],
    ['DELETE', '/api/tags', 'GET'],
    ['POST', '/api/user', 'PUT'],
    ['GET', '/api/users', 'POST'],
    ['PUT', '/api/articles/a/favorite', 'DELETE'],
    ['GET', '/api/articles/a/favorite', 'POST'],
    ['PATCH', '/api/articles/a/comments/1', 'DELETE'],
    ['GET', '/api/profiles/a/follow', 'POST'],
    ['POST', '/api/search', 'GET'],
  ])('%s %s is no way to ask', async (method, path, allowed) => {
    const answer = await send(gateway + path, method, author.bearer())
    expectRefusal(answer, 'method_not_allowed')
    expect(answer.headers.get('allow')).toContain(allowed)
  })
})

describe('every answer', () => {
  test('has the track id that was sent, or one of its own', async () => {
    const given = { 'X-Track-Id': 'track-of-a-test' }
    for (const path of ['/api/articles', '/api/articles/none', '/api/user', '/api/none']) {
      expect((await author.get(path, given)).headers.get('x-track-id')).toBe('track-of-a-test')
      const own = await Promise.all([author.get(path), author.get(path)])
      const ids = own.map(({ headers }) => headers.get('x-track-id'))
      expect([ids.includes(null), new Set(ids).size]).toEqual([false, 2])
    }
  })

  test('is JSON in UTF-8, private, and tells its reader apart', async () => {
    for (const path of ['/api/articles', `/api/articles/${slug}`, '/api/tags', '/api/user']) {
      const { headers } = await author.get(path)
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(headers.get('cache-control')).toBe('private, no-cache')
      expect(headers.get('vary')).toBe('Authorization, Cookie')
    }
  })
})
