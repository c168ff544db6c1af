import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, comment, commentsIn, profileIn, publish } from '../publishing.ts'
import { expectBlank, expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
let author: Author
let reader: Author
let slug: string
let path: string

beforeAll(async () => {
  ;[author, reader] = await Promise.all([register(gateway), register(gateway)])
})
beforeEach(async () => {
  slug = (await publish(author)).slug
  path = `/api/articles/${slug}/comments`
})

const idsOf = (answer: Parameters<typeof commentsIn>[0]) => commentsIn(answer).map(({ id }) => id)

describe('POST /articles/:slug/comments', () => {
  test('answers with the comment, which is read back at once', async () => {
    const answer = await reader.post(path, { comment: { body: 'First!\n<b>' } })
    expect(answer.status).toBe(201)
    const { comment } = answer.body as { comment: { id: number; createdAt: string } }
    expect(comment).toEqual({
      id: expect.any(Number),
      createdAt: instant,
      updatedAt: comment.createdAt,
      body: 'First!\n<b>',
      author: { username: reader.username, bio: null, image: null, following: false },
    })
    expect(Number.isInteger(comment.id)).toBe(true)
    const read = await reader.get(path)
    expect([read.status, read.body]).toEqual([200, { comments: [comment] }])
  })

  test('refuses a blank or missing body', async () => {
    for (const body of ['', ' ', null, undefined]) {
      expectBlank(await reader.post(path, { comment: { body } }), 'body')
    }
    expect(commentsIn(await author.get(path))).toEqual([])
  })

  test('needs a user before it needs an article', async () => {
    const url = `${gateway}/api/articles/no-such-article/comments`
    const json = { comment: { body: 'x' } }
    expectRefusal(await send(url, 'POST', {}, json), 'token_missing')
    expectRefusal(await send(url, 'POST', reader.bearer(), json), 'article_not_found')
  })
})

describe('GET /articles/:slug/comments', () => {
  test('has all comments, newest first, or a page of them', async () => {
    const ids: number[] = []
    for (const body of ['1', '2', '3']) ids.unshift((await comment(reader, slug, body)).id)
    expect(idsOf(await reader.get(path))).toEqual(ids)
    expect(idsOf(await reader.get(`${path}?limit=2`))).toEqual(ids.slice(0, 2))
    expect(idsOf(await reader.get(`${path}?limit=2&offset=2`))).toEqual(ids.slice(2))
    expect(idsOf(await reader.get(`${path}?offset=1`))).toEqual(ids.slice(1))
    expect(idsOf(await reader.get(`${path}?offset=3`))).toEqual([])
  })

  test('has more than a page of them when no limit is given', async () => {
    const made = Array.from({ length: 110 }, (_, n) => comment(reader, slug, `${n}`))
    const ids = (await Promise.all(made)).map(({ id }) => id)
    expect(new Set(idsOf(await reader.get(path)))).toEqual(new Set(ids))
  })

  test.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'offset=10001'])(
    '%s is refused',
    async (query) => {
      expectInvalid(await reader.get(`${path}?${query}`), query.replace(/=.*/, ''))
    },
  )

  test('shows their authors as they are now, and as the reader follows them', async () => {
    await comment(author, slug, 'Mine.')
    await author.put('/api/user', { user: { bio: 'Now.' } })
    const shown = commentsIn(await author.get(path))[0]?.author
    expect(shown).toMatchObject({ username: author.username, bio: 'Now.', following: false })
    await reader.post(`/api/profiles/${author.username}/follow`)
    await comment(reader, slug, 'Yours.')
    const { following } = profileIn(await reader.get(`/api/profiles/${author.username}`))
    expect(following).toBe(true)
    const seen = commentsIn(await reader.get(path)).map((one) => one.author.following)
    // The author's write came before the reader's own, which is waited for.
    expect(seen).toEqual([false, true])
    const anonymous = commentsIn(await anonymously(reader, path))
    expect(anonymous.map((one) => one.author.following)).toEqual([false, false])
  })

  test('knows no article of another slug', async () => {
    expectRefusal(
      await anonymously(reader, '/api/articles/no-such-article/comments'),
      'article_not_found',
    )
  })
})

describe('DELETE /articles/:slug/comments/:id', () => {
  test('takes that one away, at once and for everybody', async () => {
    const [one, two] = [await comment(reader, slug, '1'), await comment(reader, slug, '2')]
    // From here on who carries no token sees the article, too.
    expect(idsOf(await reader.get(path))).toEqual([two.id, one.id])
    const answer = await reader.remove(`${path}/${one.id}`)
    expect([answer.status, answer.body]).toEqual([204, null])
    expect(idsOf(await anonymously(reader, path))).not.toContain(one.id)
    expect(idsOf(await reader.get(path))).toEqual([two.id])
    expectRefusal(await reader.remove(`${path}/${one.id}`), 'comment_not_found')
  })

  test('is for the author of the comment alone', async () => {
    const { id } = await comment(reader, slug, 'Mine.')
    expectRefusal(await author.remove(`${path}/${id}`), 'comment_forbidden')
    expect(idsOf(await reader.get(path))).toEqual([id])
  })

  test('knows a comment by its own article only', async () => {
    const { id } = await comment(reader, slug, 'Here.')
    const { slug: elsewhere } = await publish(author)
    const refused = await reader.remove(`/api/articles/${elsewhere}/comments/${id}`)
    expectRefusal(refused, 'comment_not_found')
    expectRefusal(await reader.remove(`${path}/999999999`), 'comment_not_found')
    expectRefusal(
      await reader.remove('/api/articles/no-such-article/comments/1'),
      'article_not_found',
    )
    expect(idsOf(await reader.get(path))).toEqual([id])
  })

  test('needs a user before anything else', async () => {
    for (const url of [`${path}/1`, '/api/articles/no-such-article/comments/1']) {
      expectRefusal(await send(gateway + url, 'DELETE'), 'token_missing')
    }
  })

  test.each(['x', '0', '-1', '1.5'])('%s is no id', async (id) => {
    expectInvalid(await reader.remove(`${path}/${id}`), 'id')
  })
})
