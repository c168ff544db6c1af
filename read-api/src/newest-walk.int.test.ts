import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { walkNewest } from './newest-walk.ts'

const client = new Client({ node: inject('stack').elasticsearch })
const index = `test-${randomUUID()}`

/** Twenty-four of the smallest batches. */
const count = 6_000
/** Newest first; each is an author of one article. */
const authors = Array.from({ length: count }, () => randomUUID())

beforeAll(async () => {
  const properties = {
    id: { type: 'keyword' },
    authorId: { type: 'keyword' },
    createdAt: { type: 'date' },
  } as const
  await client.indices.create({ index, mappings: { properties } })
  const operations = authors.flatMap((authorId, at) => [
    { index: { _index: index } },
    { id: authorId, authorId, createdAt: 1_700_000_000_000 - at },
  ])
  await client.bulk({ operations, refresh: true })
})
afterAll(async () => {
  await client.indices.delete({ index })
  await client.close()
})

test.each([
  ['all at the front', authors.slice(0, 20)],
  ['one far behind the others', [...authors.slice(0, 19), authors[3_000]!]],
])('a walk for one more than there are takes few batches: %s', async (_name, found) => {
  let batches = 0
  const among = (ids: readonly string[]) => {
    batches++
    return Promise.resolve(new Set(ids).intersection(new Set(found)))
  }
  const range = { wanted: found.length + 1, after: undefined, most: 2 * count }
  const walked = await walkNewest(client, { index, query: { match_all: {} } }, among, range)
  expect(walked.places.map(({ authorId }) => authorId)).toEqual(found)
  expect(walked.ended).toBe(true)
  expect(batches).toBeLessThan(7)
})
