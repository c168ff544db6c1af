import { errorBody } from '@broadsheet/contracts/errors'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'

const { gateway } = inject('stack')
let author: Author

beforeAll(async () => {
  author = await register(gateway)
})

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const odd = ['%00', '%ff', '%F0%9F%93%B0', '..%2f..', '%', 'a'.repeat(3_000), "'%3B--", '%E2%80%AE']

const paths = [
  ...odd.map((part) => `/api/articles/${part}`),
  ...odd.map((part) => `/api/stats/articles/${part}`),
  ...odd.map((part) => `/api/search?q=${part}`),
  ...odd.map((part) => `/api/articles?tag=${part}&author=${part}`),
  ...['-1', '0', '101', '1.5', 'x', '', '9'.repeat(40)].map(
    (limit) => `/api/articles?limit=${limit}`,
  ),
  ...['-1', '10001', 'x'].map((offset) => `/api/articles?offset=${offset}`),
  ...['limit=0', 'q=a&q=b', 'q=%22unclosed', 'q=((((', 'q=*', 'q=AND', 'q=~9%5E'].map(
    (query) => `/api/search?${query}`,
  ),
  '/api/stats/articles/none?interval=year',
  '/api/stats/articles/none?tz=Mars/Base',
  '/api/stats/articles/none?from=yesterday',
  '/api/none',
  '/none',
]

const bodies = [
  '',
  'null',
  '[]',
  '"text"',
  '{}',
  '{"article":null}',
  '{"article":[]}',
  '{"article":{"title":1,"description":[],"body":{}}}',
  '{"article":{"title":"\\u0000","description":"d","body":"b"}}',
  '{"article":{"title":"\\ud800","description":"d","body":"b"}}',
  '{"article":{"title":"t","description":"d","body":"b","tagList":null}}',
  '{"article":{"title":"t","description":"d","body":"b","tagList":"x"}}',
  '{"article":{"title":"t","description":"d","body":"b","tagList":[""]}}',
  '{"article":{"title":"t","description":"d","body":"b","status":"gone"}}',
  '{"user":{"username":"","email":"x","password":"short"}}',
  '{"user":{"username":{"$ne":1},"email":["a"],"password":12345678}}',
  '{"user":{"username":"a b/c","email":"a@b","password":"long enough"}}',
  '{"__proto__":{"article":1}}',
  '{"article":',
  nested(5_000),
  `{"article":{"title":"${'x'.repeat(201)}","description":"d","body":"b"}}`,
]
const commands: [string, string][] = [
  ['POST', '/api/users'],
  ['POST', '/api/users/login'],
  ['PUT', '/api/user'],
  ['POST', '/api/articles'],
  ['PUT', '/api/articles/none'],
]

function expectContractError(answer: { status: number; body: unknown }, input: string): void {
  expect(answer.status, input).toBeGreaterThanOrEqual(400)
  expect(answer.status, input).toBeLessThan(500)
  expect(errorBody.safeParse(answer.body).success, `${input}: ${JSON.stringify(answer.body)}`).toBe(
    true,
  )
}

describe('bad input is answered as the contract says', () => {
  test.each(paths)('GET %s', async (path) => {
    const answer = await author.get(path)
    if (answer.status >= 300) expectContractError(answer, path)
  })

  test.each(commands)('%s %s', async (method, path) => {
    const bearer = author.bearer()
    for (const body of bodies) {
      const response = await fetch(gateway + path, {
        method,
        headers: { ...bearer, 'Content-Type': 'application/json' },
        body,
      })
      expectContractError({ status: response.status, body: await response.json() }, body)
    }
  })

  test('another media type, a body that is too large, an unknown method', async () => {
    const bearer = author.bearer()
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${gateway}/api/articles`, { method: 'POST', headers: { ...bearer, ...headers }, body })
    expect((await post({ 'Content-Type': 'text/plain' }, 'x')).status).toBe(415)
    const large = JSON.stringify({ article: { body: 'x'.repeat(1024 * 1024) } })
    expect((await post({ 'Content-Type': 'application/json' }, large)).status).toBe(413)
    const patched = await send(`${gateway}/api/articles`, 'PATCH', bearer, {})
    expect(patched).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(patched.headers.get('allow')).toContain('POST')
  })
})
