import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, articleIn, listIn, publish } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let author: Author
let reader: Author
let path: string
let word: string

beforeAll(async () => {
  ;[author, reader] = await Promise.all([register(gateway), register(gateway)])
  const article = await publish(author)
  word = article.word
  path = `/api/articles/${article.slug}`
})

describe('POST and DELETE /articles/:slug/favorite', () => {
  test('are seen at once, in the article and in lists, and may be repeated', async () => {
    for (const favorited of [true, true, false, false, true]) {
      const favoritesCount = favorited ? 1 : 0
      const answer = await (favorited
        ? reader.post(`${path}/favorite`)
        : reader.remove(`${path}/favorite`))
      expect([answer.status, articleIn(answer)]).toMatchObject([200, { favorited, favoritesCount }])
      expect(articleIn(answer).body).toContain(word)
      const read = articleIn(await reader.get(path))
      expect(read).toMatchObject({ favorited, favoritesCount })
      const listed = listIn(await reader.get(`/api/articles?tag=${word}`)).articles
      expect(listed).toMatchObject([{ favorited, favoritesCount }])
      const own = listIn(await reader.get(`/api/articles?favorited=${reader.username}`))
      expect(own.articlesCount).toBe(favoritesCount)
    }
    expect(articleIn(await anonymously(reader, path)).favorited).toBe(false)
  })

  test('count each reader once', async () => {
    const { slug } = await publish(author)
    const readers = await Promise.all(Array.from({ length: 4 }, () => register(gateway)))
    const favor = (one: Author) => one.post(`/api/articles/${slug}/favorite`)
    await Promise.all([...readers, ...readers].map(favor))
    const last = await favor(author)
    expect(articleIn(last)).toMatchObject({ favorited: true, favoritesCount: 5 })
    const read = await author.get(`/api/articles/${slug}`)
    expect(articleIn(read)).toMatchObject({ favorited: true, favoritesCount: 5 })
  })

  test('does not make the article newer', async () => {
    const { slug, updatedAt } = await publish(author)
    await reader.post(`/api/articles/${slug}/favorite`)
    expect(articleIn(await reader.get(`/api/articles/${slug}`)).updatedAt).toBe(updatedAt)
  })

  test('stays with the article when it is renamed, and ends with it', async () => {
    const { slug } = await publish(author)
    await reader.post(`/api/articles/${slug}/favorite`)
    const before = listIn(await reader.get(`/api/articles?favorited=${reader.username}`))
    const title = `Renamed ${slug}`
    const renamed = articleIn(await author.put(`/api/articles/${slug}`, { article: { title } }))
    expect(renamed).toMatchObject({ favorited: false, favoritesCount: 1 })
    await author.remove(`/api/articles/${renamed.slug}`)
    const after = listIn(await reader.get(`/api/articles?favorited=${reader.username}`))
    expect(after.articlesCount).toBe(before.articlesCount - 1)
  })

  test('need a user before they need an article', async () => {
    for (const method of ['POST', 'DELETE']) {
      const url = `${gateway}/api/articles/no-such-article/favorite`
      expectRefusal(await send(url, method), 'token_missing')
      expectRefusal(await send(url, method, reader.bearer()), 'article_not_found')
    }
  })
})
