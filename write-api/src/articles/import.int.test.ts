import { hiddenKey } from '@broadsheet/contracts/names'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { apiAt, password, signUp, unique } from '../api-caller.fixture.ts'
import { apart, openOwnApi, operatorSecret, type OwnApi } from '../write-api.fixture.ts'

let own: OwnApi
beforeAll(() => {
  const { postgres, redis } = inject('stack')
  own = openOwnApi({ postgres, redis: apart(redis) })
})
afterAll(() => own.close())

const as = `Operator ${operatorSecret}`
const bring = (article: object) => own.api('POST', '/articles', { as, body: { article } })
const file = () => ({
  title: unique('Imported '),
  description: 'd',
  body: 'b',
  tagList: ['b', 'a'],
  createdAt: '2019-05-06T07:08:09+02:00',
  author: unique('Jane Doe '),
  importPath: `${unique('folder/')}.md`,
})
const rowOf = async (importPath: string) => {
  const sql = `SELECT a.*, a.xmin FROM articles a JOIN import_paths i ON i.article_id = a.id
    WHERE path = $1`
  return (await own.pool.query(sql, [importPath])).rows[0]
}

test('an import keeps date and author, who cannot sign in or be registered over', async () => {
  const input = file()
  const answer = await bring(input)
  expect(answer).toMatchObject({
    status: 201,
    body: {
      article: {
        createdAt: '2019-05-06T05:08:09.000Z',
        updatedAt: '2019-05-06T05:08:09.000Z',
        tagList: ['a', 'b'],
        author: { username: input.author },
      },
    },
  })
  expect(answer.headers.get('consistency-token')).toBeTruthy()

  const author = unique('u')
  await bring({ ...file(), author })
  const user = { username: author, email: `${author}@example.com`, password }
  const registered = await own.api('POST', '/users', { body: { user } })
  expect(registered).toMatchObject({ status: 409, body: { code: 'username_taken' } })
  const { rows } = await own.pool.query(
    'SELECT 1 FROM credentials c JOIN users u ON u.id = c.user_id WHERE username = $1',
    [author],
  )
  expect(rows).toEqual([])
})

test('the same file again changes nothing, not even the row’s transaction', async () => {
  const input = file()
  const first = await bring(input)
  const row = await rowOf(input.importPath)
  const again = await bring(input)
  expect(again).toMatchObject({ status: 200, body: first.body })
  expect(again.headers.get('etag')).toBe('"1"')
  expect(await rowOf(input.importPath)).toEqual(row)
})

test('a changed file changes its article, and only where it says so', async () => {
  const input = file()
  const first = await bring(input)
  const changed = await bring({ ...input, body: 'new', tagList: [], status: 'draft' })
  expect(changed).toMatchObject({
    status: 200,
    body: { article: { slug: first.body.article.slug, body: 'new', tagList: [], status: 'draft' } },
  })
  expect(changed.body.article.createdAt).toBe(first.body.article.createdAt)
  expect(changed.headers.get('etag')).toBe('"2"')
  const { id } = await rowOf(input.importPath)
  expect(await own.redis.hexists(hiddenKey, id)).toBe(1)
})

test('one file that arrives several times at once is one article', async () => {
  const input = file()
  const answers = await Promise.all(Array.from({ length: 6 }, () => bring(input)))
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 200, 200, 200, 200, 201])
  expect(new Set(answers.map((answer) => answer.body.article.slug)).size).toBe(1)
})

test('an author who is there already, by any case, is the author', async () => {
  const { username, token } = await signUp(own.api)
  const answer = await bring({ ...file(), author: username.toUpperCase() })
  expect(answer.body.article.author.username).toBe(username)
  const { slug } = answer.body.article
  expect((await own.api('DELETE', `/articles/${slug}`, { as: token })).status).toBe(204)
})

test('an import without an author is refused, and a wrong secret is no credential', async () => {
  const { author: _author, ...input } = file()
  expect(await bring(input)).toMatchObject({
    status: 422,
    body: { errors: { author: ["can't be blank"] } },
  })
  const there = apiAt(inject('stack').writeApi[0]!)
  const article = file()
  expect(await there('POST', '/articles', { as, body: { article } })).toMatchObject({
    status: 401,
    body: { code: 'token_invalid' },
  })
})
