import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addViewed, date, numbers, openStatsDatabase } from './stats-database.fixture.ts'

const now = date('20T00:00:00.000')
const range = { from: date('01T00:00:00.000'), to: date('04T00:00:00.000') }
const except = { articles: [], comments: [] }

let database: Awaited<ReturnType<typeof openStatsDatabase>>
beforeAll(async () => {
  database = await openStatsDatabase(inject('stack').clickhouse)
})
afterAll(() => database.close())
const viewed = (views: [number, string][], fields: object = {}) =>
  addViewed(database, views, fields)

describe('readers', () => {
  test('are each reader once within a UTC day, whichever parts cut it', async () => {
    const author_id = randomUUID()
    const tag = randomUUID()
    const { id } = await viewed(
      [
        [0, '01T23:00:00.000'],
        [0, '02T00:10:00.000'],
        [0, '02T05:10:00.000'],
        [1, '02T12:10:00.000'],
        [0, '02T23:50:00.000'],
      ],
      { author_id, tags: [tag] },
    )
    // Parts of another zone, which begin within UTC days, on the hour and off it.
    for (const minute of ['00', '30']) {
      const starts = ['01', '02', '03'].map((day) => date(`${day}T05:${minute}:00.000`))
      const asked = { range: { from: starts[0] ?? now, to: range.to }, starts, now, except }
      for (const scope of [{ article: id }, { author: author_id }, { tag }]) {
        expect(numbers(await database.counts.series(scope, asked))).toEqual({
          total: [5, 3],
          series: [minute === '00' ? [2, 2] : [3, 2], minute === '00' ? [3, 2] : [2, 2], [0, 0]],
        })
      }
    }
    const tags = await database.counts.tags({ range, now, except, limit: 100 })
    expect(tags.find((found) => found.tag === tag)).toMatchObject({ views: 5, uniqueReaders: 3 })
  })

  test('of a tag are each reader once a day, however many of its articles they read', async () => {
    const tags = [randomUUID(), randomUUID()]
    const [both, one] = tags
    await viewed([[0, '01T00:10:00.000']], { tags })
    await viewed(
      [
        [0, '01T10:10:00.000'],
        [1, '01T10:10:00.000'],
        [0, '02T10:10:00.000'],
      ],
      { tags: [both] },
    )
    await viewed([[2, '01T00:10:00.000']], { tags, status: 'archived' })
    const found = await database.counts.tags({ range, now, except, limit: 100 })
    const of = (tag?: string) => found.find((counted) => counted.tag === tag)
    expect(of(both)).toMatchObject({ views: 4, uniqueReaders: 3 })
    expect(of(one)).toMatchObject({ views: 1, uniqueReaders: 1 })
    const [best] = await database.counts.tags({ range, now, except, limit: 1 })
    expect(best).toEqual(found[0])
  })
})
