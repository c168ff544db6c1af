import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, articleIn, listIn, publish, uniqueWord } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let author: Author

beforeAll(async () => {
  author = await register(gateway)
})

const rename = async (slug: string, title: string) =>
  articleIn(await author.put(`/api/articles/${slug}`, { article: { title } })).slug

/** Reads a slug and says where it led. */
async function leadsTo(slug: string): Promise<[number, string | null]> {
  const { status, headers } = await author.get(`/api/articles/${slug}`)
  return [status, headers.get('location')]
}

describe('slugs', () => {
  test.each([
    ['Hello, World! ', 'hello-world-'],
    ['Привет, мир ', 'privet-mir-'],
    ['Ёлка — щука ', 'yolka-shchuka-'],
    ['Ünïcödé ', 'uenicoede-'],
  ])('the title %j becomes ASCII', async (title, start) => {
    const word = uniqueWord()
    const { slug } = await publish(author, { title: title + word })
    expect(slug).toMatch(/^[a-z0-9-]+$/)
    expect(slug.endsWith(`-${word}`)).toBe(true)
    if (/^\p{ASCII}|^П/u.test(title)) expect(slug).toBe(start + word)
  })

  test.each(['密码', '🔑', '---', 'feed'])('the title %j has one, too', async (title) => {
    const { slug } = await publish(author, { title })
    expect(slug).toMatch(/^[a-z0-9][a-z0-9-]*$/)
    expect(slug).not.toBe('feed')
    expect(articleIn(await author.get(`/api/articles/${slug}`)).title).toBe(title)
  })

  test('articles of one title, also written at once, have slugs of their own', async () => {
    const title = `The same ${uniqueWord()}`
    const articles = await Promise.all(Array.from({ length: 8 }, () => publish(author, { title })))
    const slugs = articles.map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(8)
    for (const { slug, word } of articles) {
      expect(articleIn(await author.get(`/api/articles/${slug}`)).tagList).toEqual([word])
    }
  })
})

describe('an old slug', () => {
  test('leads to the present one, after every change of title', async () => {
    const { slug: first } = await publish(author)
    const second = await rename(first, `Second ${uniqueWord()}`)
    expect(await leadsTo(first)).toEqual([301, `/api/articles/${second}`])
    const third = await rename(second, `Third ${uniqueWord()}`)
    expect(await leadsTo(first)).toEqual([301, `/api/articles/${third}`])
    expect(await leadsTo(second)).toEqual([301, `/api/articles/${third}`])
    expect(await leadsTo(third)).toEqual([200, null])
    const followed = await fetch(`${gateway}/api/articles/${first}`, { headers: author.bearer() })
    expect(await followed.json()).toMatchObject({ article: { slug: third } })
  })

  test('is its own again when the title comes back', async () => {
    const { slug, title } = await publish(author)
    const renamed = await rename(slug, `Renamed ${uniqueWord()}`)
    expect(await rename(renamed, title)).toBe(slug)
    expect(await leadsTo(slug)).toEqual([200, null])
    expect(await leadsTo(renamed)).toEqual([301, `/api/articles/${slug}`])
  })

  test('is never given to another article', async () => {
    const { slug, title } = await publish(author)
    const renamed = await rename(slug, `Renamed ${uniqueWord()}`)
    const other = await publish(await register(gateway), { title })
    expect(other.slug).not.toBe(slug)
    expect(await leadsTo(slug)).toEqual([301, `/api/articles/${renamed}`])
  })

  test('is good for writing to the article', async () => {
    const reader = await register(gateway)
    const { slug: old, word } = await publish(author)
    const slug = await rename(old, `Renamed ${word}`)
    const path = `/api/articles/${old}`
    expect(
      articleIn(await author.put(path, { article: { body: 'By the old one.' } })),
    ).toMatchObject({ slug, body: 'By the old one.' })
    expect(articleIn(await reader.post(`${path}/favorite`))).toMatchObject({
      slug,
      favorited: true,
    })
    const commented = await reader.post(`${path}/comments`, { comment: { body: 'c' } })
    expect(commented.status).toBe(201)
    expect((await author.remove(path)).status).toBe(204)
    expectRefusal(await author.get(`/api/articles/${slug}`), 'article_not_found')
    expectRefusal(await author.get(path), 'article_not_found')
    expect(listIn(await author.get(`/api/articles?tag=${word}`)).articlesCount).toBe(0)
  })

  test('of another`s draft is not found, by readers and for writes', async () => {
    const other = await register(gateway)
    const { slug: old } = await publish(author)
    const slug = await rename(old, `Renamed ${uniqueWord()}`)
    await author.put(`/api/articles/${slug}`, { article: { status: 'draft' } })
    for (const path of [old, slug]) {
      const url = `/api/articles/${path}`
      expectRefusal(await anonymously(author, url), 'article_not_found')
      expectRefusal(await other.get(url), 'article_not_found')
      const { bearer } = other
      const article = { body: 'x' }
      expectRefusal(await send(gateway + url, 'PUT', bearer(), { article }), 'article_not_found')
    }
    expect(await leadsTo(old)).toEqual([301, `/api/articles/${slug}`])
  })
})
