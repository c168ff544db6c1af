import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newestPage } from './newest-page.ts'

/** More than Elasticsearch gives by offset. */
const count = 10_150
const client = new Client({ node: inject('stack').elasticsearch })
const index = `test-${randomUUID()}`

beforeAll(async () => {
  const properties = { id: { type: 'long' }, createdAt: { type: 'date' } } as const
  await client.indices.create({ index, mappings: { properties } })
  const operations = Array.from({ length: count }, (_, id) => [
    { index: { _index: index, _id: String(id) } },
    // Three at a time are of one instant.
    { id, createdAt: new Date(1_700_000_000_000 + Math.floor(id / 3)).toISOString() },
  ])
  await client.bulk({ operations: operations.flat(), refresh: true })
})
afterAll(async () => {
  await client.indices.delete({ index })
  await client.close()
})

async function page(offset: number, limit?: number) {
  const { documents, total } = await newestPage<{ id: number }>(
    client,
    { index },
    { limit, offset },
  )
  expect(total).toBe(count)
  return documents.map(({ id }) => id)
}
const newest = Array.from({ length: count }, (_, at) => count - 1 - at)

test('without a limit reaches to the end, from anywhere', async () => {
  expect(await page(0)).toEqual(newest)
  expect(await page(9_990)).toEqual(newest.slice(9_990))
})

test.each([0, 9_900, 9_901, 9_999, 10_000])('a page at offset %i is whole', async (offset) => {
  expect(await page(offset, 100)).toEqual(newest.slice(offset, offset + 100))
})

test('beyond the end there is nothing but the total', async () => {
  const query = { term: { id: 1 } }
  for (const limit of [100, undefined]) {
    const found = await newestPage(client, { index, query }, { limit, offset: 10_000 })
    expect(found).toEqual({ documents: [], total: 1 })
  }
})
