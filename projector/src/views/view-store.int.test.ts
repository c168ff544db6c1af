import { randomInt } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { ReadView } from './view-store.ts'
import { hoursOf, manyViews, newView, openOwnStore } from './views.fixture.ts'

const { clickhouse } = inject('stack')
type OwnStore = ReturnType<typeof openOwnStore>
const opened: OwnStore[] = []
let own: OwnStore

async function openPrepared() {
  const own = openOwnStore(clickhouse)
  opened.push(own)
  await own.store.prepare()
  return own
}
beforeEach(async () => {
  own = await openPrepared()
})
afterAll(() => Promise.all(opened.map((own) => own.close())))

const read = (events: ReturnType<typeof manyViews>): ReadView[] =>
  events.map((event, at) => ({ event, partition: at % 3, offset: BigInt(at) }))

/** Inserts in pieces of random length. */
async function insertSplit({ store }: OwnStore, views: readonly ReadView[], longest: number) {
  for (let first = 0; first < views.length;) {
    const next = first + randomInt(1, longest)
    await store.insert(views.slice(first, next))
    first = next
  }
}
const rawViews = ({ rows }: OwnStore) =>
  rows<{ views: number }>('SELECT toUInt32(count()) AS views FROM DB.views FINAL')

describe('view store', () => {
  test('counts by article and UTC hour what was viewed and by how many', async () => {
    const events = manyViews(2_000)
    await own.store.insert(read(events))
    expect(await own.hours()).toEqual(hoursOf(events))
    expect(await rawViews(own)).toEqual([{ views: 2_000 }])
  })

  test('what comes again changes no number, alone or in other company', async () => {
    const views = read(manyViews(600))
    await own.store.insert(views)
    const before = await own.hours()
    await own.store.insert(views)
    await insertSplit(own, views.toReversed(), 100)
    await own.store.insert([...views.slice(100, 200), ...views.slice(150, 250)])
    expect(await own.hours()).toEqual(before)
    expect(before).toEqual(hoursOf(views.map(({ event }) => event)))
    expect(await rawViews(own)).toEqual([{ views: 600 }])
  })

  test('however batches are split, the numbers are the same', async () => {
    const views = read(manyViews(300))
    const other = await openPrepared()
    await own.store.insert(views)
    await insertSplit(other, views.toReversed(), 40)
    expect(await other.hours()).toEqual(await own.hours())
  })

  test('merging changes no number', async () => {
    const views = read(manyViews(300))
    await insertSplit(own, [...views, ...views], 50)
    const before = await own.hours()
    await own.rows('OPTIMIZE TABLE DB.views FINAL')
    await own.rows('OPTIMIZE TABLE DB.views_hourly FINAL')
    expect(await own.hours()).toEqual(before)
    expect(await own.rows('SELECT toUInt32(count()) AS views FROM DB.views')).toEqual([
      { views: 300 },
    ])
  })

  test('knows how far it has each partition', async () => {
    expect(await own.store.position(1)).toBeNull()
    await own.store.insert([{ event: newView(), partition: 1, offset: 41n }])
    await own.store.insert([{ event: newView(), partition: 1, offset: 7n }])
    expect(await own.store.position(1)).toBe(42n)
    expect(await own.store.position(2)).toBeNull()
  })

  test('keeps hosts, hashes and nothing else of a reader', async () => {
    await own.store.insert([
      { event: newView({ referrer: 'news.example' }), partition: 0, offset: 0n },
    ])
    const [row] = await own.rows<object>('SELECT * FROM DB.views')
    expect(Object.keys(row ?? {})).toEqual([
      'id',
      'article_id',
      'at',
      'visitor',
      'referrer',
      'partition',
      'offset',
    ])
    expect(row).toMatchObject({ referrer: 'news.example', at: '2026-03-01 12:30:00.123' })
  })

  test('a migration is done once, whoever else does it', async () => {
    await own.store.insert(read(manyViews(10)))
    const fresh = openOwnStore(clickhouse, own.name)
    await Promise.all([own.store.prepare(), fresh.store.prepare()])
    expect(await rawViews(own)).toEqual([{ views: 10 }])
    const applied = await own.rows('SELECT number, name FROM DB.migrations')
    expect(applied).toEqual([{ number: 1, name: 'views and their hours' }])

    await own.rows('TRUNCATE TABLE DB.migrations')
    await Promise.all([own.store.prepare(), fresh.store.prepare()])
    expect(await rawViews(own)).toEqual([{ views: 10 }])
    await fresh.close()
  })
})
