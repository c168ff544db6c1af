import { expect, test } from 'vitest'
import { daysAgo, makeArticles, makeViews, now } from './page-views.ts'

const size = { views: 20_000, articles: 500, tags: 30, authors: 20 }
const articles = makeArticles(size)
const views = makeViews(size, articles, 0, size.views)

test('is the same whichever way it is divided', () => {
  expect(makeViews(size, articles, 12_000, 12_100)).toEqual(views.slice(12_000, 12_100))
  expect(makeViews(size, articles, 19_990, 30_000)).toEqual(views.slice(19_990))
})

test('every view is another, in the time that is asked about', () => {
  expect(new Set(views.map(({ id }) => id)).size).toBe(size.views)
  expect(new Set(articles.map(({ id }) => id)).size).toBe(size.articles)
  const times = views.map(({ at }) => at)
  expect(Math.min(...times)).toBeGreaterThan(daysAgo(91))
  expect(Math.max(...times)).toBeLessThan(now)
  const [{ id, visitor } = { id: '', visitor: '' }] = views
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(visitor).toMatch(/^[0-9a-f]{32}$/)
})

test('few articles and few readers have most of it', () => {
  const of = (at: number) => views.filter(({ articleId }) => articleId === articles[at]?.id).length
  expect(of(0)).toBeGreaterThan(5 * of(9))
  expect(of(9)).toBeGreaterThan(0)
  const readers = new Set(views.map(({ visitor }) => visitor)).size
  expect(readers).toBeGreaterThan(size.views / 5)
  expect(readers).toBeLessThan(size.views)
})

test('a reader is told apart on another day', () => {
  const days = views.map(({ at, visitor }) => `${visitor} ${Math.floor(at / 86_400_000)}`)
  expect(new Set(days).size).toBe(new Set(views.map(({ visitor }) => visitor)).size)
})

test('tags are one to five, and some articles are not published', () => {
  for (const { tags } of articles) {
    expect(tags.length).toBeGreaterThan(0)
    expect(tags.length).toBeLessThan(6)
  }
  expect(articles.filter(({ status }) => status !== 'published')).toHaveLength(5)
})
