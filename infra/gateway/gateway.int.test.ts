import { expect, inject, test } from 'vitest'

const { gateway } = inject('stack')
const ask = (path: string, init?: RequestInit) => fetch(gateway + path, init)

test.each([
  ['/api/articles', 200],
  ['/api/user', 401],
  ['/api/unknown', 404],
  ['/livez', 200],
  ['/readyz', 200],
])('%s → %i, with a track id where the API answers', async (path, status) => {
  const answer = await ask(path)
  expect(answer.status).toBe(status)
  if (path.startsWith('/api')) expect(answer.headers.get('x-track-id')).not.toBeNull()
})

test('a method that neither side knows is refused with those that one of them does', async () => {
  const allowed = async (path: string, method: string) => {
    const { status, headers } = await ask(path, { method })
    return [status, headers.get('allow')]
  }
  expect(await allowed('/api/search', 'POST')).toEqual([405, 'GET, HEAD'])
  expect(await allowed('/api/articles/a-slug', 'PATCH')).toEqual([405, 'DELETE, GET, HEAD, PUT'])
  expect(await allowed('/api/users', 'GET')).toEqual([405, 'POST'])
})

test('metrics of the APIs are not among what it shows', async () => {
  expect(await (await ask('/metrics')).text()).not.toContain('http_request_duration_seconds')
})
