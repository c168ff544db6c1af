import { expect, test } from 'vitest'
import { articleHtml } from './article-html.ts'
import { renderedArticles } from './rendered-articles.ts'

const page = 'https://example.org/article/a-slug'
const updatedAt = '2024-05-06T07:08:09.123Z'
const article = { id: 'a', version: 1, updatedAt, body: '[x](y)' }

test('what is remembered is what was made, of this version and at this page', () => {
  const rendered = renderedArticles()
  expect(rendered.remembered(article, page)).toBeUndefined()
  expect(rendered.made(article, page)).toBe(articleHtml(article.body, page))
  expect(rendered.remembered(article, page)).toBe(articleHtml(article.body, page))
  expect(rendered.remembered(article, 'https://a.example/b')).toBeUndefined()
  for (const other of [{ id: 'b' }, { version: 2 }, { updatedAt: '2024-05-06T07:08:10.123Z' }]) {
    expect(rendered.remembered({ ...article, ...other }, page)).toBeUndefined()
  }
})

test('what was asked for longest ago is forgotten first', () => {
  const rendered = renderedArticles()
  const body = 'word '.repeat(9_000)
  const made = Array.from({ length: 500 }, (_, n) => ({ ...article, id: String(n), body }))
  for (const one of made) {
    rendered.made(one, page)
    rendered.remembered({ ...article, id: '0' }, page)
  }
  const kept = made.filter((one) => rendered.remembered(one, page) !== undefined)
  const ids = kept.map(({ id }) => Number(id))
  expect(ids[0]).toBe(0)
  expect(ids.at(-1)).toBe(499)
  expect(ids.length).toBeGreaterThan(300)
  expect(ids.length).toBeLessThan(400)
  expect(ids.slice(1)).toEqual(made.slice(501 - ids.length).map(({ id }) => Number(id)))
})
