import { beforeAll, expect, inject, test } from 'vitest'
import { asking, signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
type User = Awaited<ReturnType<typeof signUp>>
let author: User
let reader: User

beforeAll(async () => {
  ;[author, reader] = [await signUp(gateway), await signUp(gateway)]
})

async function say(user: User, slug: string, body: string) {
  const asked = { ...user, body: { comment: { body } } }
  return (await user.ask('POST', `/articles/${slug}/comments`, asked)).body.comment
}
async function idsOf(path: string, user: User = reader) {
  const { status, body } = await user.ask('GET', path, user)
  expect(status).toBe(200)
  return body.comments.map(({ id }: { id: number }) => id)
}

test('comments are read as they were written, newest first, all or a page of them', async () => {
  const { slug } = await author.write()
  const path = `/articles/${slug}/comments`
  const made = []
  for (const body of ['1', '2\n<b>', '3']) made.unshift(await say(reader, slug, body))
  const { body, headers } = await reader.ask('GET', path, reader)
  expect(body).toEqual({ comments: made })
  expect(headers.get('consistency')).toBe('fresh')
  const ids = made.map(({ id }) => id)
  expect(await idsOf(`${path}?limit=2`)).toEqual(ids.slice(0, 2))
  expect(await idsOf(`${path}?limit=2&offset=2`)).toEqual(ids.slice(2))
  expect(await idsOf(`${path}?offset=1&unknown=x`)).toEqual(ids.slice(1))
  expect(await idsOf(`${path}?offset=10000`)).toEqual([])
  const etag = headers.get('etag') ?? ''
  const conditional = { headers: { ...reader.headers, 'If-None-Match': etag } }
  expect((await reader.ask('GET', path, conditional)).status).toBe(304)
  const head = await reader.ask('HEAD', path, reader)
  expect([head.status, head.body]).toEqual([200, ''])
})

test('an old slug has them too', async () => {
  const { slug } = await author.write()
  const { id } = await say(author, slug, 'Before.')
  const renaming = { ...author, body: { article: { title: unique('Renamed ') } } }
  await author.ask('PUT', `/articles/${slug}`, renaming)
  expect(await idsOf(`/articles/${slug}/comments`, author)).toEqual([id])
})

test('a deleted comment is gone at once for everybody, and stays so', async () => {
  const { slug } = await author.write()
  const path = `/articles/${slug}/comments`
  const [one, two] = [await say(reader, slug, '1'), await say(reader, slug, '2')]
  expect(await idsOf(path)).toEqual([two.id, one.id])
  await reader.ask('DELETE', `${path}/${two.id}`, reader)
  const { body } = await anyone('GET', path)
  expect(body.comments.map(({ id }: { id: number }) => id)).toEqual([one.id])
  expect(await idsOf(path, author)).toEqual([one.id])
  expect(await idsOf(path)).toEqual([one.id])
  // Later writes clear what no longer needs to be hidden.
  for (let round = 0; round < 3; round++) await say(author, slug, 'x')
  expect(await idsOf(path, author)).not.toContain(two.id)
})

test('those of a draft are its author’s alone', async () => {
  const { slug } = await author.write()
  const path = `/articles/${slug}/comments`
  const { id } = await say(reader, slug, 'Good.')
  const set = (status: string) =>
    author.ask('PUT', `/articles/${slug}`, { ...author, body: { article: { status } } })
  await set('draft')
  expect(await idsOf(path, author)).toEqual([id])
  for (const asked of [{}, reader]) {
    const { status, body } = await anyone('GET', path, asked)
    expect([status, body.code]).toEqual([404, 'article_not_found'])
  }
  await set('published')
  expect(await idsOf(path, author)).toEqual([id])
})

test.each([unique('none'), '%00', 'x'.repeat(3_000)])('%s is no article', async (slug) => {
  const { status, body } = await anyone('GET', `/articles/${slug}/comments`)
  expect([status, body.code]).toEqual([404, 'article_not_found'])
})

test.each(['limit=0', 'limit=101', 'offset=-1', 'limit=1&limit=2'])(
  '%s is refused',
  async (query) => {
    const { slug } = await author.write()
    const { status, body } = await author.ask('GET', `/articles/${slug}/comments?${query}`, author)
    expect([status, Object.keys(body.errors)]).toEqual([422, [query.replace(/=.*/, '')]])
  },
)
