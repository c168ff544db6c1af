import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOf } from '../position.ts'
import type { Generation } from '../projection.ts'
import type { ArticleFact } from './project.ts'
import { openStatsStore } from './store.ts'

const client = createClient({
  url: inject('stack').clickhouse,
  log: { level: ClickHouseLogLevel.OFF },
})
const database = `test_${randomUUID().replaceAll('-', '')}`
const store = openStatsStore(client, database)
let generation: Generation

const fact = (id: string, version: bigint, slug: string, deleted = false): ArticleFact => ({
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
const apply = (...writes: ArticleFact[]) => store.apply(generation, writes, startOf(1))
async function slugsOf(id: string): Promise<string[]> {
  const answer = await client.query({
    query: `SELECT slug FROM ${database}.articles WHERE id = {id:UUID}`,
    query_params: { id },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ slug: string }>()).map(({ slug }) => slug)
}

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
    const bad = { ...fact(ids[1], 1n, 'bad'), created_at: 'never' }
    const rejections = await apply(fact(ids[0], 1n, 'a'), bad, fact(ids[2], 1n, 'c'))
    expect(rejections.map(({ write }) => write)).toEqual([1])
    expect(await slugsOf(ids[0])).toEqual(['a'])
    expect(await slugsOf(ids[2])).toEqual(['c'])
  })

  test('the position lives in the store, and another incarnation is built beside', async () => {
    const position = { incarnation: 1, offset: 42n, lsn: 4_200_000_000_000n, snapshot: 7n }
    await store.savePosition({ ...generation, live: true }, position)
    expect(await store.open(1)).toEqual({ number: 1, live: true, position })
    expect(await store.open(2)).toEqual({ number: 2, live: false, position: startOf(2) })
  })
})
