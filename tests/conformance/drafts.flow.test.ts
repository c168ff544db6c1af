import type { Article } from '@broadsheet/contracts/article'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, type Answer, type Author } from '../author.ts'
import { crawl, mentions } from '../crawl.ts'
import { articleIn, comment, listIn, publish, uniqueWord } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let author: Author
let other: Author

beforeAll(async () => {
  ;[author, other] = await Promise.all([register(gateway), register(gateway)])
  await other.post(`/api/profiles/${author.username}/follow`)
})

const set = (slug: string, article: object) => author.put(`/api/articles/${slug}`, { article })
const tokenOf = ({ headers }: Answer) => headers.get('consistency-token') ?? ''

type Found = { articles?: Article[]; hits?: { article: Article }[] }
/** The slugs of a list or of a search, in order. */
function newestIn(body: unknown): string[] {
  const { articles, hits = [] } = body as Found
  return (articles ?? hits.map(({ article }) => article)).map(({ slug }) => slug)
}

/** Where somebody else, signed in or not, can read one of the texts. */
async function leaks(slugs: string[], texts: string[], token = ''): Promise<string[]> {
  const usernames = [author.username, other.username]
  const places = { slugs, usernames, words: texts }
  const carried = token === '' ? {} : { 'Consistency-Token': token }
  const views = await Promise.all([
    crawl(gateway, { ...other.bearer(), ...carried }, places),
    crawl(gateway, carried, places),
  ])
  const pages = views.flat()
  expect(pages.filter(({ status }) => status >= 500)).toEqual([])
  return mentions(pages, texts)
}

/** A published article that the other reader favors and comments on with its word. */
async function discussed(): Promise<Article & { word: string }> {
  const article = await publish(author)
  await other.post(`/api/articles/${article.slug}/favorite`)
  await comment(other, article.slug, `Too much ${article.word}.`)
  return article
}

describe('a draft', () => {
  test('is read by its author, and nothing of it by anybody else', async () => {
    const draft = await publish(author, { status: 'draft' })
    await comment(author, draft.slug, `A note on ${draft.word}.`)
    const favored = await author.post(`/api/articles/${draft.slug}/favorite`)
    expect(articleIn(favored)).toMatchObject({ status: 'draft', favoritesCount: 1 })
    const path = `/api/articles/${draft.slug}`
    const read = articleIn(await author.get(path))
    expect(read).toMatchObject({ title: draft.title, status: 'draft', favoritesCount: 1 })
    expect((await author.get(`${path}/comments`)).body).toMatchObject({
      comments: [{ body: `A note on ${draft.word}.` }],
    })
    expect(await leaks([draft.slug], [draft.word], tokenOf(favored))).toEqual([])
  })

  test('is in no list or search of its author`s either', async () => {
    const { word } = await publish(author, { status: 'draft' })
    for (const path of [`/api/articles?tag=${word}`, `/api/articles?author=${author.username}`]) {
      const { articles } = listIn(await author.get(path))
      expect(articles.filter(({ tagList }) => tagList.includes(word))).toEqual([])
    }
    expect((await author.get(`/api/search?q=${word}`)).body).toMatchObject({ total: 0 })
    expect((await author.get('/api/tags')).body).not.toMatchObject({
      tags: expect.arrayContaining([word]),
    })
  })

  test('is not found by whoever writes to it but its author', async () => {
    const { slug } = await publish(author, { status: 'draft' })
    const path = `/api/articles/${slug}`
    const noted = await comment(author, slug, 'A note.')
    for (const answer of [
      await other.put(path, { article: { body: 'x' } }),
      await other.remove(path),
      await other.post(`${path}/favorite`),
      await other.remove(`${path}/favorite`),
      await other.post(`${path}/comments`, { comment: { body: 'x' } }),
      await other.remove(`${path}/comments/${noted.id}`),
    ]) {
      expectRefusal(answer, 'article_not_found')
    }
    expect((await author.remove(path)).status).toBe(204)
  })

  test('reveals neither its slug nor those that it had', async () => {
    const { slug: old, word } = await publish(author, { status: 'draft' })
    const now = uniqueWord()
    const renamed = await set(old, { title: `Now ${now}` })
    const { slug } = articleIn(renamed)
    expect((await author.get(`/api/articles/${old}`)).status).toBe(301)
    expect(await leaks([old, slug], [word, now], tokenOf(renamed))).toEqual([])
    // A new article of the same title gives nothing away but that the slug is not free.
    const same = await publish(other, { title: `Now ${now}` })
    expect(same.slug).not.toBe(slug)
  })
})

describe('publishing a draft late', () => {
  test('puts it first wherever the newest come first, and doing so again does not', async () => {
    const tag = uniqueWord()
    const tagList = [tag]
    const draft = await publish(author, { status: 'draft', tagList })
    const older = await publish(author, { tagList })
    const late = await set(draft.slug, { status: 'published' })
    expect(articleIn(late).createdAt > older.createdAt).toBe(true)
    const lists = [
      `/api/articles?tag=${tag}&limit=2`,
      `/api/articles?author=${author.username}&limit=2`,
      '/api/articles/feed?limit=2',
      '/api/feed?limit=2',
      `/api/search?q=&tag=${tag}&sort=newest&limit=2`,
    ]
    const slugsFirst = async (token: string) =>
      Promise.all(
        lists.map(async (path) => {
          const { body } = await other.get(path, { 'Consistency-Token': token })
          return [path, ...newestIn(body)]
        }),
      )
    const each = (...slugs: string[]) => lists.map((path) => [path, ...slugs])
    expect(await slugsFirst(tokenOf(late))).toEqual(each(draft.slug, older.slug))
    const newer = await publish(author, { tagList })
    await set(draft.slug, { status: 'draft' })
    const again = tokenOf(await set(draft.slug, { status: 'published' }))
    expect(await slugsFirst(again)).toEqual(each(newer.slug, draft.slug))
  })
})

describe('unpublishing', () => {
  test('hides at once, for everybody and everywhere', async () => {
    const { slug, word } = await discussed()
    const unpublished = await set(slug, { status: 'draft' })
    expect(unpublished.status).toBe(200)
    // Without any token: late to hide is not allowed.
    expect(await leaks([slug], [word])).toEqual([])
    expect(await leaks([slug], [word], tokenOf(unpublished))).toEqual([])
    expect(articleIn(await author.get(`/api/articles/${slug}`)).status).toBe('draft')
  })

  test('and publishing again shows at once, with all that there was', async () => {
    const { slug, word } = await discussed()
    await set(slug, { status: 'draft' })
    const published = await set(slug, { status: 'published' })
    const headers = { 'Consistency-Token': tokenOf(published) }
    const article = { slug, favorited: true, favoritesCount: 1 }
    const shown: [path: string, body: object][] = [
      [`/api/articles/${slug}`, { article }],
      [`/api/articles?tag=${word}`, { articles: [article], articlesCount: 1 }],
      [`/api/articles/feed?limit=1`, { articles: [article] }],
      [`/api/articles?favorited=${other.username}&tag=${word}`, { articles: [article] }],
      [`/api/search?q=${word}`, { total: 1, hits: [{ article: { slug } }] }],
      [`/api/search/suggest?q=${word}`, { articles: [{ slug }], tags: [word] }],
      ['/api/tags', { tags: expect.arrayContaining([word]) }],
      [`/api/articles/${slug}/comments`, { comments: [{ body: `Too much ${word}.` }] }],
    ]
    for (const [path, body] of shown) {
      const answer = await other.get(path, headers)
      expect([path, answer.headers.get('consistency')]).toEqual([path, 'fresh'])
      expect({ path, ...answer }).toMatchObject({ path, status: 200, body })
    }
  })

  test('many times over is always as the last write says', async () => {
    const { slug, word } = await discussed()
    for (let round = 0; round < 10; round++) {
      const status = round % 2 ? 'published' : 'draft'
      const token = tokenOf(await set(slug, { status }))
      const headers = { 'Consistency-Token': token }
      const [read, found] = await Promise.all([
        other.get(`/api/articles/${slug}`, headers),
        other.get(`/api/search?q=${word}`, headers),
      ])
      const expected = status === 'published' ? [200, 1] : [404, 0]
      expect([read.status, (found.body as { total: number }).total]).toEqual(expected)
    }
  })
})

test('nothing of a deleted article is left for anybody', async () => {
  const { slug: old, word } = await discussed()
  const now = uniqueWord()
  const { slug } = articleIn(await set(old, { title: `Now ${now}` }))
  const removed = await author.remove(`/api/articles/${slug}`)
  expect(await leaks([old, slug], [word, now])).toEqual([])
  expect(await leaks([old, slug], [word, now], tokenOf(removed))).toEqual([])
})
