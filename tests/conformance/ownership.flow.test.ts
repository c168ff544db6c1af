import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, signIn, type Author } from '../author.ts'
import { anonymously, articleIn, comment, commentsIn, publish } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let owner: Author
let other: Author
let path: string
let word: string
let commentId: number

beforeAll(async () => {
  ;[owner, other] = await Promise.all([register(gateway), register(gateway)])
  const article = await publish(owner)
  path = `/api/articles/${article.slug}`
  word = article.word
  commentId = (await comment(owner, article.slug, 'By the owner.')).id
})

/** What there is to spoil, as its owner reads it. */
async function state() {
  const paths = [path, `${path}/comments`, '/api/user', `/api/articles?tag=${word}`]
  return (await Promise.all(paths.map((one) => owner.get(one)))).map(({ body }) => body)
}

describe('what is another`s', () => {
  test('article can neither be changed nor deleted, and stays as it is', async () => {
    const before = await state()
    const changes: object[] = [
      { title: 'Mine' },
      { body: 'Mine' },
      { tagList: [] },
      { status: 'draft' },
      {},
    ]
    for (const article of changes) {
      expectRefusal(await other.put(path, { article }), 'article_forbidden')
    }
    expectRefusal(await other.remove(path), 'article_forbidden')
    expect(await state()).toEqual(before)
    expect((await anonymously(other, path)).status).toBe(200)
  })

  test('is refused before the version is looked at', async () => {
    const headers = { ...other.bearer(), 'If-Match': '"none"' }
    expectRefusal(
      await send(gateway + path, 'PUT', headers, { article: { body: 'x' } }),
      'article_forbidden',
    )
    expectRefusal(await send(gateway + path, 'DELETE', headers), 'article_forbidden')
  })

  test('comment can not be deleted, not by the author of the article either', async () => {
    expectRefusal(await other.remove(`${path}/comments/${commentId}`), 'comment_forbidden')
    const mine = await comment(other, path.split('/').at(-1)!, 'By the other.')
    expectRefusal(await owner.remove(`${path}/comments/${mine.id}`), 'comment_forbidden')
    const ids = commentsIn(await other.get(`${path}/comments`)).map(({ id }) => id)
    expect(ids).toEqual([mine.id, commentId])
    expect((await other.remove(`${path}/comments/${mine.id}`)).status).toBe(204)
  })

  test('favorite and follow are not touched by one`s own', async () => {
    await owner.post(`${path}/favorite`)
    expect(articleIn(await other.remove(`${path}/favorite`))).toMatchObject({
      favorited: false,
      favoritesCount: 1,
    })
    expect(articleIn(await owner.get(path))).toMatchObject({ favorited: true, favoritesCount: 1 })
    const third = await register(gateway)
    await owner.post(`/api/profiles/${third.username}/follow`)
    await other.remove(`/api/profiles/${third.username}/follow`)
    const seen = await owner.get(`/api/profiles/${third.username}`)
    expect(seen.body).toMatchObject({ profile: { following: true } })
  })

  test('session can neither be seen nor ended', async () => {
    const { email, password } = owner
    const made = await send(`${gateway}/api/sessions`, 'POST', {}, { email, password })
    expect(made.status).toBe(201)
    const { id } = (made.body as { session: { id: string } }).session
    expectRefusal(await other.remove(`/api/sessions/${id}`), 'session_not_found')
    const sessions = JSON.stringify((await other.get('/api/sessions')).body)
    expect(sessions).not.toContain(id)
    expect(JSON.stringify((await owner.get('/api/sessions')).body)).toContain(id)
    expect((await owner.remove(`/api/sessions/${id}`)).status).toBe(204)
    expect((await signIn(gateway, owner)).email).toBe(email)
  })

  test('Idempotency-Key is one`s own, too', async () => {
    const headers = { 'Idempotency-Key': `key-of-${word}` }
    const article = { title: `Key ${word}`, description: 'd', body: 'b' }
    const answers = await Promise.all(
      [owner, other].map((one) => one.post('/api/articles', { article }, headers)),
    )
    const authors = answers.map((answer) => articleIn(answer).author.username)
    expect(authors).toEqual([owner.username, other.username])
  })
})
