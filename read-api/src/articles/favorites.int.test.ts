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

const favor = (user: User, slug: string, method = 'POST') =>
  user.ask(method, `/articles/${slug}/favorite`, user)
const slugsOf = (body: { articles: { slug: string }[] }) => body.articles.map(({ slug }) => slug)
async function favoredBy(user: User, more = '') {
  const path = `/articles?favorited=${user.username}${more}`
  const { body, headers } = await user.ask('GET', path, user)
  expect(headers.get('consistency')).toBe('fresh')
  expect(body.articlesCount).toBe(body.articles.length)
  return slugsOf(body)
}

test('favorites are counted and known wherever an article is shown, and taken back', async () => {
  const word = unique('w')
  const { slug } = await author.write({ title: word, tagList: [word] })
  const shown = async (user: User) => {
    const ask = async (path: string) => (await user.ask('GET', path, user)).body
    const all = [
      (await ask(`/articles/${slug}`)).article,
      (await ask(`/articles?tag=${word}`)).articles[0],
      (await ask(`/search?q=${word}`)).hits[0].article,
    ]
    return all.map(({ favorited, favoritesCount }) => [favorited, favoritesCount])
  }
  const thrice = (standing: unknown) => [standing, standing, standing]
  await favor(author, slug)
  await favor(reader, slug)
  await favor(reader, slug)
  expect(await shown(reader)).toEqual(thrice([true, 2]))
  await favor(reader, slug, 'DELETE')
  await favor(reader, slug, 'DELETE')
  expect(await shown(reader)).toEqual(thrice([false, 1]))
  expect(await shown(author)).toEqual(thrice([true, 1]))
})

test('what somebody favors is listed newest first, with tag and author too', async () => {
  const [other, tag] = [await signUp(gateway), unique('tag')]
  const own = await other.write()
  const first = await author.write({ tagList: [tag] })
  const second = await author.write()
  for (const { slug } of [second, own, first]) await favor(other, slug)
  expect(await favoredBy(other)).toEqual([second.slug, first.slug, own.slug])
  expect(await favoredBy(other, `&tag=${tag}`)).toEqual([first.slug])
  expect(await favoredBy(other, `&author=${author.username}`)).toEqual([second.slug, first.slug])
  expect(await favoredBy(other, `&author=${author.username}&tag=${unique('no')}`)).toEqual([])
  const page = `/articles?favorited=${other.username}&limit=1&offset=1`
  expect((await other.ask('GET', page, other)).body).toMatchObject({
    articlesCount: 3,
    articles: [{ slug: first.slug, favorited: true, favoritesCount: 1 }],
  })
  await favor(other, second.slug, 'DELETE')
  expect(await favoredBy(other)).toEqual([first.slug, own.slug])
})

test('nobody favors nothing, and so does who is unknown', async () => {
  const nothing = { articles: [], articlesCount: 0 }
  const other = await signUp(gateway)
  for (const name of [other.username, unique('nobody')]) {
    const { status, body } = await other.ask('GET', `/articles?favorited=${name}`, other)
    expect([status, body]).toEqual([200, nothing])
  }
})

test('a favored article that becomes a draft or is deleted is listed no more', async () => {
  const other = await signUp(gateway)
  const [kept, draft, gone] = [await author.write(), await author.write(), await author.write()]
  const own = await other.write({ status: 'draft' })
  for (const { slug } of [kept, draft, gone, own]) await favor(other, slug)
  const body = { article: { status: 'draft' } }
  await author.ask('PUT', `/articles/${draft.slug}`, { ...author, body })
  await author.ask('DELETE', `/articles/${gone.slug}`, author)
  // At once, for whoever has no token, and then as it is stored.
  const path = `/articles?favorited=${other.username}`
  const shown = slugsOf((await anyone('GET', path)).body)
  expect(shown.filter((slug) => slug !== kept.slug)).toEqual([])
  expect(slugsOf((await author.ask('GET', path, author)).body)).toEqual([kept.slug])
  expect(await favoredBy(other)).toEqual([kept.slug])
  // A draft of one's own can be favored, and stays so when it is published.
  expect((await other.ask('GET', `/articles/${own.slug}`, other)).body.article).toMatchObject({
    favorited: true,
    favoritesCount: 1,
  })
  const published = { article: { status: 'published' } }
  await other.ask('PUT', `/articles/${own.slug}`, { ...other, body: published })
  expect(await favoredBy(other)).toEqual([own.slug, kept.slug])
})

test('a deleted article takes its favorites and comments along', async () => {
  const { slug } = await author.write()
  await favor(author, slug)
  await favor(reader, slug)
  const path = `/articles/${slug}/comments`
  await reader.ask('POST', path, { ...reader, body: { comment: { body: 'x' } } })
  await author.ask('DELETE', `/articles/${slug}`, author)
  for (const asked of [{}, author]) {
    expect((await anyone('GET', `/articles/${slug}`, asked)).status).toBe(404)
    expect((await anyone('GET', path, asked)).status).toBe(404)
  }
  expect(await favoredBy(reader)).not.toContain(slug)
})
