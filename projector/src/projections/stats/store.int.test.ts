import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOf } from '../position.ts'
import { StoreMoved, type Generation } from '../projection.ts'
import type { ArticleFact, EngagementFact, StatsWrite } from './project.ts'
import { openStatsStore } from './store.ts'

const client = createClient({
  url: inject('stack').clickhouse,
  log: { level: ClickHouseLogLevel.OFF },
})
const database = `test_${randomUUID().replaceAll('-', '')}`
const store = openStatsStore(client, database)
let generation: Generation

const factOf = (id: string, version: bigint, slug: string, deleted = false): ArticleFact => ({
  id,
  author_id: randomUUID(),
  slug,
  status: 'published',
  tags: ['a', 'b'],
  created_at: '2026-01-02 03:04:05.678',
  updated_at: '2026-01-02 03:04:05.678',
  version: String(version),
  is_deleted: deleted ? 1 : 0,
})
const fact = (...given: Parameters<typeof factOf>): StatsWrite => ({
  table: 'articles',
  fact: factOf(...given),
})
const apply = (...writes: StatsWrite[]) => store.apply(generation, writes, startOf(1))
const rows = async <T>(query: string, id: string): Promise<T[]> => {
  const answer = await client.query({ query, query_params: { id }, format: 'JSONEachRow' })
  return answer.json<T>()
}
async function slugsOf(id: string): Promise<string[]> {
  const query = `SELECT slug FROM ${database}.articles WHERE id = {id:UUID}`
  return (await rows<{ slug: string }>(query, id)).map(({ slug }) => slug)
}
/** What readers see of an article: kind and creation of each. */
async function engagementOf(id: string): Promise<string[]> {
  const query = `SELECT kind, toString(created_at) AS at FROM ${database}.engagement
                 WHERE article_id = {id:UUID} ORDER BY kind, user_id, comment_id`
  return (await rows<{ kind: string; at: string }>(query, id)).map(
    ({ kind, at }) => `${kind} ${at}`,
  )
}

const engagement = (given: Partial<EngagementFact>): StatsWrite & { table: 'engagement' } => ({
  table: 'engagement',
  fact: {
    kind: 'favorite',
    article_id: randomUUID(),
    user_id: randomUUID(),
    comment_id: 0,
    created_at: '2026-01-02 03:04:05.678',
    version: '1',
    is_deleted: 0,
    ...given,
  },
})

beforeAll(async () => {
  generation = await store.open(1)
  await store.goLive(generation)
})
afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` })
  await client.close()
})

describe('stats store', () => {
  test('the newest version counts, in whatever order and however often it comes', async () => {
    const id = randomUUID()
    await apply(fact(id, (1n << 48n) + 2n, 'second'))
    await apply(fact(id, (1n << 48n) + 1n, 'first'))
    await apply(fact(id, (1n << 48n) + 2n, 'second'))
    expect(await slugsOf(id)).toEqual(['second'])
  })

  test('a deleted article has no fact', async () => {
    const id = randomUUID()
    await apply(fact(id, 1n, 'gone'))
    await apply(fact(id, 2n, 'gone', true))
    await apply(fact(id, 1n, 'gone'))
    expect(await slugsOf(id)).toEqual([])
  })

  test('names the row that ClickHouse can not read, and keeps the others', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()] as const
    const bad: StatsWrite = {
      table: 'articles',
      fact: { ...factOf(ids[1], 1n, 'bad'), created_at: 'never' },
    }
    const rejections = await apply(fact(ids[0], 1n, 'a'), bad, fact(ids[2], 1n, 'c'))
    expect(rejections.map(({ write }) => write)).toEqual([1])
    expect(await slugsOf(ids[0])).toEqual(['a'])
    expect(await slugsOf(ids[2])).toEqual(['c'])
  })

  test('names it among facts of other tables, too', async () => {
    const article_id = randomUUID()
    const said = engagement({ article_id, kind: 'comment', comment_id: 7 })
    const bad: StatsWrite = { table: 'engagement', fact: { ...said.fact, user_id: 'nobody' } }
    const id = randomUUID()
    const rejections = await apply(said, bad, fact(id, 1n, 'a'))
    expect(rejections.map(({ write }) => write)).toEqual([1])
    expect([await slugsOf(id), (await engagementOf(article_id)).length]).toEqual([['a'], 1])
  })

  test('the same changes again, in any order and company, leave the same facts', async () => {
    const article_id = randomUUID()
    const [one, two] = [randomUUID(), randomUUID()]
    const favored = (user_id: string, version: bigint, fields: Partial<EngagementFact> = {}) =>
      engagement({ article_id, user_id, version: String(version), ...fields })
    const said = (comment_id: number, version: bigint, fields: Partial<EngagementFact> = {}) =>
      favored(two, version, { kind: 'comment', comment_id, ...fields })
    const again = { created_at: '2026-02-02 00:00:00.000' }
    const changes = [
      favored(one, 1n),
      favored(two, 2n),
      said(5, 3n),
      favored(one, 4n, { is_deleted: 1 }),
      said(6, 5n),
      favored(two, 6n, { is_deleted: 1 }),
      favored(two, 7n, again),
      said(5, 8n, { is_deleted: 1 }),
    ]
    const left = ['comment 2026-01-02 03:04:05.678', 'favorite 2026-02-02 00:00:00.000']
    await apply(...changes)
    expect(await engagementOf(article_id)).toEqual(left)
    for (const change of changes.toReversed()) await apply(change)
    expect(await engagementOf(article_id)).toEqual(left)
    await apply(...changes.slice(2, 5), ...changes.slice(0, 4))
    expect(await engagementOf(article_id)).toEqual(left)

    // Built anew beside, from what compaction left, backwards.
    const rebuilt = await store.open(3)
    await store.apply(rebuilt, changes.slice(3).toReversed(), startOf(3))
    expect(await engagementOf(article_id)).toEqual(left)
    await store.goLive(rebuilt)
    expect(await engagementOf(article_id)).toEqual(left)
    generation = rebuilt
  })

  test('the position lives in the store, and another incarnation is built beside', async () => {
    const { number, position: known } = generation
    const position = { ...known, offset: 42n, lsn: 4_200_000_000_000n, snapshot: 7n }
    await store.savePosition({ ...generation, live: true }, position)
    expect(await store.open(known.incarnation)).toEqual({ number, live: true, position })
    expect(await store.open(9)).toEqual({ number: number + 1, live: false, position: startOf(9) })
  })
})

test('a generation of an older shape is left to its readers, and built anew beside', async () => {
  const older = `${database}_older`
  const command = (query: string) => client.command({ query })
  await command(`CREATE DATABASE ${older}`)
  try {
    // As a version of us left it that knew articles alone.
    await command(`CREATE TABLE ${older}.generations
      (generation UInt32, incarnation UInt32, offset UInt64, lsn Nullable(UInt64),
       snapshot Nullable(UInt64), live UInt8, saved UInt64)
      ENGINE = ReplacingMergeTree(saved) ORDER BY generation`)
    await command(`INSERT INTO ${older}.generations VALUES (1, 1, 500, 900, NULL, 1, 1)`)
    const upgraded = openStatsStore(client, older)
    const beside = { number: 2, live: false, position: startOf(1) }
    expect(await upgraded.open(1)).toEqual(beside)
    expect(await upgraded.open(1)).toEqual(beside)
    await upgraded.goLive(beside)
    expect(await upgraded.open(1)).toEqual({ ...beside, live: true })
  } finally {
    await command(`DROP DATABASE ${older}`)
  }
})

test('an older shape that comes back after a newer one went live is built anew, not joined', async () => {
  const back = `${database}_back`
  const command = (query: string) => client.command({ query })
  const here = openStatsStore(client, back)
  const slugsOf = async (id: string) =>
    (
      await rows<{ slug: string }>(`SELECT slug FROM ${back}.articles WHERE id = {id:UUID}`, id)
    ).map(({ slug }) => slug)
  try {
    const first = await here.open(1)
    await here.goLive(first)
    // As a newer version of us leaves it: its generation is live, and is what readers are given.
    for (const table of ['articles', 'engagement']) {
      await command(`CREATE TABLE ${back}.${table}_2 AS ${back}.${table}_1`)
      await command(`CREATE OR REPLACE VIEW ${back}.${table} AS SELECT * EXCEPT (version, is_deleted)
                     FROM ${back}.${table}_2 FINAL`)
    }
    await command(`INSERT INTO ${back}.generations (generation, incarnation, offset, live, saved, shape)
                   VALUES (2, 1, 900, 1, 1, 1000)`)
    const again = await here.open(1)
    expect(again).toEqual({ number: 3, live: false, position: startOf(1) })
    const id = randomUUID()
    await here.apply(again, [fact(id, 1n, 'written')], startOf(1))
    expect(await slugsOf(id)).toEqual([])
    await here.goLive(again)
    expect(await slugsOf(id)).toEqual(['written'])
    expect(await here.open(1)).toEqual({ ...again, live: true })
    // Whoever was still building an earlier one gives readers nothing older.
    await expect(here.goLive(first)).rejects.toThrow(StoreMoved)
    expect(await slugsOf(id)).toEqual(['written'])
  } finally {
    await command(`DROP DATABASE ${back}`)
  }
})
