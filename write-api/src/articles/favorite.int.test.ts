import { expect, inject, test } from 'vitest'
import { apiAt, signUp, write } from '../api-caller.fixture.ts'

const api = apiAt(inject('stack').gateway)

test('favoring is counted once for each reader, and taken back', async () => {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const { slug } = await write(api, author.token)
  const seen = async (method: string, as: string) => {
    const { status, body } = await api(method, `/articles/${slug}/favorite`, { as })
    return [status, body.article.favorited, body.article.favoritesCount]
  }
  expect(await seen('POST', reader.token)).toEqual([200, true, 1])
  expect(await seen('POST', reader.token)).toEqual([200, true, 1])
  expect(await seen('POST', author.token)).toEqual([200, true, 2])
  expect(await seen('DELETE', reader.token)).toEqual([200, false, 1])
  expect(await seen('DELETE', reader.token)).toEqual([200, false, 1])
})

test('a change of the article answers with what readers think of it', async () => {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const { slug } = await write(api, author.token)
  await api('POST', `/articles/${slug}/favorite`, { as: reader.token })
  const { body } = await api('PUT', `/articles/${slug}`, {
    as: author.token,
    body: { article: { body: 'another' } },
  })
  expect([body.article.favorited, body.article.favoritesCount]).toEqual([false, 1])
})

test("another's draft cannot be favored, one's own can", async () => {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const { slug } = await write(api, author.token, { status: 'draft' })
  const favor = (method: string, as: string) => api(method, `/articles/${slug}/favorite`, { as })
  expect((await favor('POST', reader.token)).status).toBe(404)
  expect((await favor('DELETE', reader.token)).status).toBe(404)
  expect((await favor('POST', author.token)).status).toBe(200)
})

test('an article that is deleted while it is favored is gone, not broken', async () => {
  const author = await signUp(api)
  const readers = await Promise.all(Array.from({ length: 6 }, () => signUp(api)))
  const { slug } = await write(api, author.token)
  const [deleted, ...favored] = await Promise.all([
    api('DELETE', `/articles/${slug}`, { as: author.token }),
    ...readers.map(({ token }) => api('POST', `/articles/${slug}/favorite`, { as: token })),
  ])
  expect(deleted.status).toBe(204)
  for (const { status } of favored) expect([200, 404]).toContain(status)
})

test('a favorite shows whether its author is followed', async () => {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const { slug } = await write(api, author.token)
  await api('POST', `/profiles/${author.username}/follow`, { as: reader.token })
  const { body } = await api('POST', `/articles/${slug}/favorite`, { as: reader.token })
  expect(body.article.author).toEqual({
    username: author.username,
    bio: null,
    image: null,
    following: true,
  })
})
