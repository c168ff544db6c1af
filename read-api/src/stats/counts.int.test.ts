import type { ViewEvent } from '@broadsheet/contracts/views'
import { ApiError } from '@broadsheet/platform/api-error'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newView } from '../views/view-recorder.fixture.ts'
import { openCounts } from './counts.ts'
import { addViewed, date, numbers, openStatsDatabase } from './stats-database.fixture.ts'

const hourMs = 3_600_000
const now = date('20T00:00:00.000')

let database: Awaited<ReturnType<typeof openStatsDatabase>>
beforeAll(async () => {
  database = await openStatsDatabase(inject('stack').clickhouse)
})
afterAll(() => database.close())

const viewed = (views: [number, string][], fields: object = {}) =>
  addViewed(database, views, fields)
const days = ['01', '02', '03'].map((day) => date(`${day}T00:00:00.000`))
const noEngagement = { favorites: 0, comments: 0 }
const except = { articles: [], comments: [] }
const range = { from: date('01T00:00:00.000'), to: date('04T00:00:00.000') }

describe('counts of views', () => {
  test('of an article, in a range and its parts; nobody is two readers within a UTC day', async () => {
    const { id } = await viewed([
      [0, '01T00:00:00.000'],
      [0, '01T23:59:59.999'],
      [1, '01T12:00:00.000'],
      [0, '03T00:00:00.000'],
      [2, '04T00:00:00.000'],
    ])
    const counted = await database.counts.series(
      { article: id },
      { range, starts: days, now, except },
    )
    expect(numbers(counted)).toEqual({
      total: [4, 3],
      series: [
        [3, 2],
        [0, 0],
        [1, 1],
      ],
    })
    expect(counted.series.map(({ at }) => at)).toEqual(days)
  })

  test('to the millisecond, when the range or its parts cut an hour in two', async () => {
    const { id } = await viewed([
      [0, '01T12:29:59.999'],
      [0, '01T12:30:00.000'],
      [1, '01T12:44:59.999'],
      [2, '01T12:45:00.000'],
      [3, '01T13:30:00.000'],
    ])
    const at = (time: string) => date(`01T${time}`)
    const starts = [at('12:00:00.000'), at('12:45:00.000')]
    const half = { from: at('12:30:00.000'), to: at('13:30:00.000') }
    const counted = await database.counts.series(
      { article: id },
      { range: half, starts, now, except },
    )
    expect(numbers(counted)).toEqual({
      total: [3, 3],
      series: [
        [2, 2],
        [1, 1],
      ],
    })
  })

  test('up to now and beyond, in an hour that is not over', async () => {
    const { id } = await viewed([[0, '19T12:10:00.000']])
    const here = date('19T12:20:00.000')
    const starts = [date('19T00:00:00.000')]
    const from = starts[0] ?? here
    for (const to of [here, new Date('2200-01-01T00:00:00Z')]) {
      const counted = await database.counts.series(
        { article: id },
        { range: { from, to }, starts, now: here, except },
      )
      expect(numbers(counted)).toEqual({ total: [1, 1], series: [[1, 1]] })
    }
  })

  test('are the same from the hours and from the views, for times of all kinds', async () => {
    const { id, events } = await viewed(
      Array.from({ length: 300 }, (_, at) => {
        const hour = String((at * 7) % 24).padStart(2, '0')
        return [at % 5, `0${1 + (at % 3)}T${hour}:${10 + (at % 50)}:00.000`]
      }),
    )
    const starts = Array.from(
      { length: 72 },
      (_, at) => new Date(range.from.getTime() + at * hourMs),
    )
    const fromHours = await database.counts.series({ article: id }, { range, starts, now, except })
    // Cut by a ms in which nothing was viewed, so that the views themselves are asked.
    const finer = { from: range.from, to: new Date(range.to.getTime() - 1) }
    const fromViews = await database.counts.series(
      { article: id },
      { range: finer, starts, now, except },
    )
    expect(fromViews).toEqual(fromHours)
    expect(fromHours.views).toBe(events.length)
  })

  test('take a thousand parts, and the oldest and newest dates', async () => {
    const { id } = await viewed([[0, '01T00:10:00.000']])
    const starts = Array.from({ length: 1_000 }, (_, at) => new Date(at * 365 * 86_400_000 - 1e12))
    const all = { from: new Date('1900-01-01T00:00:00Z'), to: new Date('9999-01-01T00:00:00Z') }
    const counted = await database.counts.series(
      { article: id },
      { range: all, starts, now, except },
    )
    expect([counted.views, counted.series.length]).toEqual([1, 1_000])
  })

  test('of an author and a tag are those of what is published there now', async () => {
    const author_id = randomUUID()
    const tag = `it's "${randomUUID()}"`
    const of = (fields: object, views: [number, string][]) =>
      viewed(views, { author_id, tags: [tag, 'other'], ...fields })
    const one = await of({}, [
      [0, '01T00:10:00.000'],
      [1, '02T00:10:00.000'],
    ])
    await of({}, [[0, '01T00:20:00.000']])
    await of({ status: 'draft' }, [[3, '01T00:20:00.000']])
    await viewed([[4, '01T00:20:00.000']], { tags: ['other'] })
    for (const scope of [{ author: author_id }, { tag }]) {
      const asked = { range, starts: days, now, except }
      const counted = await database.counts.series(scope, asked)
      expect(numbers(counted)).toEqual({
        total: [3, 2],
        series: [
          [2, 1],
          [1, 1],
          [0, 0],
        ],
      })
      const hidden = { ...except, articles: [one.id, `'); DROP TABLE x --`] }
      const without = await database.counts.series(scope, { ...asked, except: hidden })
      expect(numbers(without).total).toEqual([1, 1])
    }
    expect(await database.counts.isUsed(tag, except)).toBe(true)
    expect(await database.counts.isUsed(randomUUID(), except)).toBe(false)
    const all = { range, now, except, limit: 100 }
    const tagged = (await database.counts.tags(all)).find((found) => found.tag === tag)
    expect(tagged).toEqual({ tag, views: 3, uniqueReaders: 2, ...noEngagement })
    const first = await database.counts.tags({
      range,
      now,
      except: { ...except, articles: [one.id] },
      limit: 10,
    })
    expect(first.find((found) => found.tag === tag)).toEqual({
      tag,
      views: 1,
      uniqueReaders: 1,
      ...noEngagement,
    })
  })

  test('views that come again change no number', async () => {
    const tag = randomUUID()
    const { id, events } = await viewed(
      [
        [0, '01T00:10:00.000'],
        [1, '01T00:20:00.000'],
        [1, '02T00:20:00.000'],
      ],
      { tags: [tag] },
    )
    const here = date('02T00:30:00.000')
    const halves = days.map((day) => new Date(day.getTime() + 1_800_000))
    const all = () =>
      Promise.all([
        database.counts.series({ tag }, { range, starts: halves, now, except }),
        database.counts.series({ article: id }, { range, starts: days, now, except }),
        database.counts.series({}, { range, starts: days, now, except }),
        database.counts.tags({ range, now, except, limit: 100 }),
        database.counts.trending('7d', here, { tag, except, limit: 5 }),
      ])
    const before = await all()
    await database.addViews(events)
    await database.addViews([...events.slice(1), ...events.slice(0, 2)])
    expect(await all()).toEqual(before)
  })

  test('of the site are those of everything that is published', async () => {
    const asked = { range, starts: days, now, except }
    const before = await database.counts.series({}, asked)
    const views: [number, string][] = [
      [0, '01T00:10:00.000'],
      [1, '03T00:10:00.000'],
    ]
    await viewed(views)
    await viewed(views, { status: 'draft' })
    const { id } = await viewed(views)
    const hidden = { ...except, articles: [id] }
    const after = await database.counts.series({}, { ...asked, except: hidden })
    expect(after.views).toBe(before.views + 2)
    expect(after.series.map(({ views }, at) => views - (before.series[at]?.views ?? 0))).toEqual([
      1, 0, 1,
    ])
  })

  test('are there, however much is hidden', async () => {
    const tags = [randomUUID()]
    const tag = tags[0] ?? ''
    const { author_id } = await viewed([[0, '19T23:00:00.000']], { tags })
    const { id } = await viewed([[0, '19T23:00:00.000']], { tags, author_id })
    const except = {
      articles: [...Array.from({ length: 10_000 }, () => randomUUID()), id],
      comments: Array.from({ length: 10_000 }, (_, at) => String(at + 1)),
    }
    const { from } = range
    const asked = { range: { from, to: now }, starts: [from], now, except }
    for (const scope of [{}, { author: author_id }, { tag }]) {
      const { views } = await database.counts.series(scope, asked)
      expect(views).toBeGreaterThan(0)
      if ('author' in scope || 'tag' in scope) expect(views).toBe(1)
    }
    const all = await database.counts.tags({ ...asked, limit: 100 })
    expect(all.find((found) => found.tag === tag)).toMatchObject({ views: 1 })
    expect(await database.counts.isUsed(tag, except)).toBe(true)
    const trends = await database.counts.trending('24h', now, { tag, except, limit: 5 })
    expect(trends).toMatchObject([{ views: 1 }])
  })

  test('are 503 while ClickHouse is away', async () => {
    const client = createClient({
      url: 'http://127.0.0.1:9',
      log: { level: ClickHouseLogLevel.OFF },
    })
    const counting = openCounts(client, () => '').series({}, { range, starts: days, now, except })
    await expect(counting).rejects.toThrow(new ApiError('service_unavailable').message)
    await client.close()
  })
})

describe('trending', () => {
  const minutes = (count: number) => new Date(now.getTime() - count * 60_000).toISOString()
  const viewedAt = async (times: string[], fields: object) => {
    const article = await viewed([], fields)
    const events: ViewEvent[] = times.map((at) => newView({ articleId: article.id, at }))
    await database.addViews(events)
    return article.id
  }

  test('newer views weigh more, older than the window nothing', async () => {
    const tags = [randomUUID()]
    const tag = tags[0] ?? ''
    const fresh = await viewedAt([minutes(1), minutes(2)], { tags })
    const older = await viewedAt([minutes(50), minutes(51), minutes(52)], { tags })
    const old = await viewedAt([minutes(61), minutes(600)], { tags })
    const hour = await database.counts.trending('1h', now, { tag, except, limit: 10 })
    expect(hour.map(({ articleId, views }) => [articleId, views])).toEqual([
      [fresh, 2],
      [older, 3],
    ])
    // A view weighs half after a quarter of an hour.
    const weight = (age: number) => 2 ** (-age / 15)
    expect(hour[0]?.score).toBeCloseTo(weight(1) + weight(2), 5)
    const day = await database.counts.trending('24h', now, { tag, except, limit: 10 })
    expect(day.map(({ articleId }) => articleId)).toEqual([older, fresh, old])
    expect(await database.counts.trending('7d', now, { tag, except, limit: 1 })).toHaveLength(1)
  })

  test('shows no draft and nothing that is hidden', async () => {
    const tags = [randomUUID()]
    const tag = tags[0] ?? ''
    await viewedAt([minutes(1)], { tags, status: 'draft' })
    const hidden = await viewedAt([minutes(1)], { tags })
    const shown = await viewedAt([minutes(1)], { tags })
    const found = await database.counts.trending('1h', now, {
      tag,
      except: { ...except, articles: [hidden] },
      limit: 10,
    })
    expect(found.map(({ articleId }) => articleId)).toEqual([shown])
  })
})
