import { statsQuery } from '@broadsheet/contracts/stats'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newView } from '../views/view-recorder.fixture.ts'
import type { CountedSeries } from './counts.ts'
import { queriedIntervals } from './range.ts'
import { openStatsDatabase } from './stats-database.fixture.ts'
import { weights } from './trending-query.ts'

const now = new Date('2026-11-20T00:00:00Z')
const except = { articles: [], comments: [] }

let database: Awaited<ReturnType<typeof openStatsDatabase>>
beforeAll(async () => {
  database = await openStatsDatabase(inject('stack').clickhouse)
})
afterAll(() => database.close())

async function published(fields: object = {}): Promise<string> {
  const id = randomUUID()
  await database.addArticles([
    { id, author_id: randomUUID(), status: 'published', tags: [], ...fields },
  ])
  return id
}
const favored = (articleId: string, ...times: string[]) =>
  database.addEngagement(
    times.map((at) => ({ kind: 'favorite' as const, articleId, at: new Date(at) })),
  )
const said = (articleId: string, commentId: number, at: string) =>
  database.addEngagement([{ kind: 'comment', articleId, commentId, at: new Date(at) }])
const viewed = (articleId: string, ...times: string[]) =>
  database.addViews(times.map((at) => newView({ articleId, at })))

const seriesOf = (article: string, query: object) =>
  database.counts.series(
    { article },
    { ...queriedIntervals(statsQuery.parse(query), now), now, except },
  )
const numbers = ({ series }: CountedSeries) =>
  series.map(({ views, favorites, comments }) => [views, favorites, comments])

describe('favorites and comments', () => {
  test('count on the day on which they were made, also when it has 23 or 25 hours', async () => {
    const id = await published()
    // Berlin: the 29th of March is from 23:00 to 22:00 UTC, the 25th of October from 22:00 to 23:00.
    for (const [first, last] of [
      ['2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
      ['2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ] as const) {
      await favored(id, first, last)
      await viewed(id, first, last)
      await said(id, Number(first.slice(5, 7)), last)
    }
    const days = { interval: 'day', tz: 'Europe/Berlin' }
    const march = { from: '2026-03-28T00:00:00Z', to: '2026-03-30T22:00:00Z', ...days }
    const october = { from: '2026-10-24T00:00:00Z', to: '2026-10-26T23:00:00Z', ...days }
    for (const query of [march, october]) {
      const counted = await seriesOf(id, query)
      expect(numbers(counted)).toEqual([
        [0, 0, 0],
        [2, 2, 1],
        [0, 0, 0],
      ])
      expect(counted).toMatchObject({ views: 2, favorites: 2, comments: 1 })
    }
  })

  test('count in the hours of a zone that begin at half past', async () => {
    const id = await published()
    await favored(id, '2026-05-01T00:29:59.999Z', '2026-05-01T00:30:00.000Z')
    await viewed(id, '2026-05-01T00:29:59.999Z', '2026-05-01T00:30:00.000Z')
    const from = '2026-05-01T00:00:00Z'
    const query = { from, to: '2026-05-01T01:30:00Z', interval: 'hour', tz: 'Asia/Kolkata' }
    const counted = await seriesOf(id, query)
    expect(counted.series.map(({ at }) => at.toISOString().slice(11, 16))).toEqual([
      '23:30',
      '00:30',
    ])
    expect(numbers(counted)).toEqual([
      [1, 1, 0],
      [1, 1, 0],
    ])
  })

  test('that were made by a clock ahead of ours count, unless an end is asked for', async () => {
    const id = await published()
    const soon = new Date(now.getTime() + 1_500).toISOString()
    await favored(id, soon)
    await said(id, 1, soon)
    expect(await seriesOf(id, {})).toMatchObject({ favorites: 1, comments: 1 })
    expect((await seriesOf(id, {})).series.at(-1)).toMatchObject({ favorites: 1, comments: 1 })
    expect(await seriesOf(id, { to: now.toISOString() })).toMatchObject({ favorites: 0 })
    const tag = randomUUID()
    const fresh = await published({ tags: [tag] })
    await favored(fresh, soon)
    const [found] = await database.counts.trending('1h', now, { tag, except, limit: 5 })
    expect(found).toEqual({ articleId: fresh, score: weights.favorite, views: 0 })
  })

  test('of a hidden comment are none', async () => {
    const tag = randomUUID()
    const id = await published({ tags: [tag] })
    const at = '2026-11-19T23:30:00.000Z'
    await said(id, 4, at)
    await said(id, 44, at)
    await favored(id, at)
    const hidden = { articles: [], comments: ['4', `0); DROP TABLE x --`] }
    const asked = { ...queriedIntervals(statsQuery.parse({}), now), now, except: hidden }
    const counted = await database.counts.series({ article: id }, asked)
    expect(counted).toMatchObject({ favorites: 1, comments: 1 })
    const tags = await database.counts.tags({ ...asked, limit: 100 })
    expect(tags.find((found) => found.tag === tag)).toMatchObject({ favorites: 1, comments: 1 })
    const [trend] = await database.counts.trending('1h', now, { tag, except: hidden, limit: 1 })
    const weight = 2 ** (-30 / 15)
    expect(trend?.score).toBeCloseTo(weight * (weights.favorite + weights.comment), 5)
  })
})

test('a tag of published articles has a row, viewed or not; the most viewed is first', async () => {
  const mark = randomUUID()
  const [quiet, loud, loved] = [`a-${mark}`, `b-${mark}`, `c-${mark}`] as const
  const at = '2026-11-10T12:00:00.000Z'
  await published({ tags: [quiet] })
  const one = await published({ tags: [loud, loved] })
  await viewed(one, at, at)
  await favored(one, at)
  const other = await published({ tags: [loved] })
  await favored(other, at, at, '2026-01-01T00:00:00.000Z')
  await said(other, 1, at)
  await published({ tags: [`d-${mark}`], status: 'draft' })
  const range = { from: new Date('2026-11-01T00:00:00Z'), to: now }
  const all = await database.counts.tags({ range, now, except, limit: 100 })
  expect(all.filter(({ tag }) => tag.endsWith(mark))).toEqual([
    { tag: loud, views: 2, uniqueReaders: 2, favorites: 1, comments: 0 },
    { tag: loved, views: 2, uniqueReaders: 2, favorites: 3, comments: 1 },
    { tag: quiet, views: 0, uniqueReaders: 0, favorites: 0, comments: 0 },
  ])
})

test('trending weighs favorites and comments beside views, all by their age', async () => {
  const tag = randomUUID()
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  const [seen, discussed, loved] = [
    await published({ tags: [tag] }),
    await published({ tags: [tag] }),
    await published({ tags: [tag] }),
  ]
  await viewed(seen, ago(15), ago(15), ago(15))
  await favored(loved, ago(15), ago(61))
  await said(discussed, 1, ago(30))
  await viewed(discussed, ago(15), ago(15))
  const found = await database.counts.trending('1h', now, { tag, except, limit: 10 })
  // The half-life is a quarter of an hour.
  expect(found).toEqual([
    { articleId: loved, score: weights.favorite / 2, views: 0 },
    { articleId: discussed, score: weights.comment / 4 + 1, views: 2 },
    { articleId: seen, score: 1.5, views: 3 },
  ])
})
