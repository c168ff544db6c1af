import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique, write } from '../api-caller.fixture.ts'
import { apart, openOwnApi, operatorSecret, type OwnApi } from '../write-api.fixture.ts'

let own: OwnApi
let token: string

beforeAll(async () => {
  const { postgres, redis } = inject('stack')
  own = openOwnApi({ postgres, redis: apart(redis) })
  ;({ token } = await signUp(own.api))
})
afterAll(() => own.close())

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

async function set(slug: string, article: object) {
  const answer = await own.api('PUT', `/articles/${slug}`, { as: token, body: { article } })
  expect(answer.status).toBe(200)
  expect(answer.body.article.updatedAt >= answer.body.article.createdAt).toBe(true)
  return answer.body.article
}
async function bring(article: object) {
  const as = `Operator ${operatorSecret}`
  const answer = await own.api('POST', '/articles', { as, body: { article } })
  expect(answer.status).toBeLessThan(300)
  expect(answer.body.article.updatedAt >= answer.body.article.createdAt).toBe(true)
  return answer.body.article
}
const file = (fields: { status?: string; createdAt?: string } = {}) => ({
  title: unique('Imported '),
  description: 'd',
  body: 'b',
  author: unique('Jane Doe '),
  importPath: `${unique('folder/')}.md`,
  ...fields,
})

test('a draft is dated by its first publication, and by no later one', async () => {
  const draft = await write(own.api, token, { status: 'draft' })
  const edited = await set(draft.slug, { body: 'edited' })
  expect(edited.createdAt).toBe(draft.createdAt)
  const published = await set(draft.slug, { status: 'published', description: 'new' })
  expect(published.createdAt).toMatch(instantPattern)
  expect(published.createdAt > edited.updatedAt).toBe(true)
  expect(published.updatedAt).toBe(published.createdAt)
  await set(draft.slug, { status: 'draft' })
  const again = await set(draft.slug, { status: 'published' })
  expect(again.createdAt).toBe(published.createdAt)
  expect(again.updatedAt > published.updatedAt).toBe(true)
})

test('what was published from the beginning keeps its date', async () => {
  const article = await write(own.api, token)
  for (const status of ['draft', 'published', 'published']) {
    expect((await set(article.slug, { status })).createdAt).toBe(article.createdAt)
  }
})

test.each([['published'], ['draft', 'published']])(
  'what the version before published keeps its date, also when it becomes %s',
  async (...statuses) => {
    const { slug, createdAt } = await write(own.api, token)
    await own.pool.query('UPDATE articles SET dated = false WHERE slug = $1', [slug])
    for (const status of statuses) {
      expect((await set(slug, { status, body: status })).createdAt).toBe(createdAt)
    }
  },
)

test('a date that an import gives stays, also when its draft is published later', async () => {
  const input = file({ createdAt: '2019-05-06T07:08:09Z', status: 'draft' })
  const createdAt = '2019-05-06T07:08:09.000Z'
  expect((await bring(input)).createdAt).toBe(createdAt)
  expect((await bring({ ...input, status: 'published' })).createdAt).toBe(createdAt)
  const { createdAt: _given, ...undated } = input
  expect((await bring({ ...undated, status: 'draft' })).createdAt).toBe(createdAt)
  expect((await bring({ ...undated, status: 'published' })).createdAt).toBe(createdAt)
})

test('an imported draft without a date is dated by its publication, or by a later import', async () => {
  const undated = file({ status: 'draft' })
  const draft = await bring(undated)
  const published = await bring({ ...undated, status: 'published' })
  expect(published.createdAt > draft.createdAt).toBe(true)

  const other = file({ status: 'draft' })
  await bring(other)
  const dated = { ...other, createdAt: '2019-05-06T07:08:09Z', status: 'published' }
  expect((await bring(dated)).createdAt).toBe('2019-05-06T07:08:09.000Z')
})

test('nothing is changed before its date, wherever an import puts that', async () => {
  const input = file({ createdAt: '2019-05-06T07:08:09Z' })
  await bring(input)
  const later = await bring({ ...input, createdAt: '2219-05-06T07:08:09Z' })
  expect(later.updatedAt).toBe('2219-05-06T07:08:09.000Z')
})

test('a date in the future that an import corrects does not stay in updatedAt', async () => {
  const input = file({ createdAt: '2219-05-06T07:08:09.000Z' })
  await bring(input)
  const edited = await bring({ ...input, body: 'edited' })
  expect(edited.updatedAt).toBe('2219-05-06T07:08:09.001Z')

  const sooner = await bring({ ...input, createdAt: '2119-05-06T07:08:09.000Z' })
  expect(sooner.updatedAt).toBe('2119-05-06T07:08:09.000Z')
  const started = new Date().toISOString()
  const corrected = await bring({ ...input, createdAt: '2019-05-06T07:08:09.000Z' })
  expect(corrected.updatedAt >= started).toBe(true)
  expect(corrected.updatedAt <= new Date().toISOString()).toBe(true)
})

test('updatedAt moves also when a date is corrected to just where it was', async () => {
  const input = file({ createdAt: '2219-05-06T07:08:09.000Z' })
  await bring(input)
  const edited = await bring({ ...input, body: 'edited' })
  const later = await bring({ ...input, createdAt: edited.updatedAt })
  expect(later.updatedAt > edited.updatedAt).toBe(true)
})
