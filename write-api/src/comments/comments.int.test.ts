import { describe, expect, inject, test } from 'vitest'
import { apiAt, signUp, write } from '../api-caller.fixture.ts'

const api = apiAt(inject('stack').gateway)

/** An article and one comment on it, each by somebody. */
async function commented() {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const { slug } = await write(api, author.token)
  const path = `/articles/${slug}/comments`
  const made = await api('POST', path, { as: reader.token, body: { comment: { body: 'Hello.' } } })
  return { author, reader, slug, path, made }
}

describe('POST /articles/:slug/comments', () => {
  test('answers with the comment, whose id is an integer', async () => {
    const { made, reader } = await commented()
    expect(made.status).toBe(201)
    const { id, createdAt, updatedAt, ...rest } = made.body.comment
    expect(Number.isInteger(id)).toBe(true)
    expect(updatedAt).toBe(createdAt)
    expect(rest).toEqual({
      body: 'Hello.',
      author: { username: reader.username, bio: null, image: null, following: false },
    })
  })

  test.each([
    [{ comment: { body: '' } }, { body: ["can't be blank"] }],
    [{ comment: { body: ' \n' } }, { body: ["can't be blank"] }],
    [{ comment: {} }, { body: ["can't be blank"] }],
    [{ comment: { body: 5 } }, { body: ['must be text'] }],
    [
      { comment: { body: 'x'.repeat(65_537) } },
      { body: ['is too long (maximum is 65536 characters)'] },
    ],
  ])('refuses what is no comment', async (body, errors) => {
    const { token } = await signUp(api)
    const { slug } = await write(api, token)
    const answer = await api('POST', `/articles/${slug}/comments`, { as: token, body })
    expect([answer.status, answer.body.errors]).toEqual([422, errors])
  })

  test('needs a user before it needs an article', async () => {
    const body = { comment: { body: 'x' } }
    expect((await api('POST', '/articles/none/comments', { body })).status).toBe(401)
    const { token } = await signUp(api)
    expect((await api('POST', '/articles/none/comments', { as: token, body })).status).toBe(404)
  })

  test("nobody comments on another's draft; its author may", async () => {
    const [author, reader] = [await signUp(api), await signUp(api)]
    const { slug } = await write(api, author.token, { status: 'draft' })
    const comment = (as: string) =>
      api('POST', `/articles/${slug}/comments`, { as, body: { comment: { body: 'x' } } })
    expect((await comment(reader.token)).status).toBe(404)
    expect((await comment(author.token)).status).toBe(201)
  })
})

describe('DELETE /articles/:slug/comments/:id', () => {
  test("is the comment's author's alone, also when another wrote the article", async () => {
    const { author, reader, path, made } = await commented()
    const { id } = made.body.comment
    const refused = await api('DELETE', `${path}/${id}`, { as: author.token })
    expect([refused.status, refused.body.errors]).toEqual([403, { comment: ['forbidden'] }])
    expect((await api('DELETE', `${path}/${id}`, { as: reader.token })).status).toBe(204)
    const gone = await api('DELETE', `${path}/${id}`, { as: reader.token })
    expect([gone.status, gone.body.errors]).toEqual([404, { comment: ['not found'] }])
  })

  test('knows a comment on its own article only', async () => {
    const { reader, made } = await commented()
    const { slug } = await write(api, reader.token)
    const answer = await api('DELETE', `/articles/${slug}/comments/${made.body.comment.id}`, {
      as: reader.token,
    })
    expect([answer.status, answer.body.code]).toEqual([404, 'comment_not_found'])
  })

  test.each(['x', '0', '-1', '1.5', '1e3', '9'.repeat(16)])('%s is no id', async (id) => {
    const { reader, path } = await commented()
    const answer = await api('DELETE', `${path}/${id}`, { as: reader.token })
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      { id: ['must be a positive whole number'] },
    ])
  })
})
