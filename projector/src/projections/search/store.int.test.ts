import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOf } from '../position.ts'
import type { Generation } from '../projection.ts'
import type { DocumentWrite } from './project.ts'
import { openSearchStore } from './store.ts'

const client = new Client({ node: inject('stack').elasticsearch })
const name = `test-${randomUUID()}`
const aliases = { articles: `${name}-articles`, drafts: `${name}-drafts` }
const store = openSearchStore(client, aliases)
let generation: Generation

const articleWrite = (id: string, version: bigint, title: string): DocumentWrite => ({
  alias: 'articles',
  version,
  document: {
    id,
    deleted: false,
    authorId: randomUUID(),
    slug: title,
    title,
    description: 'd',
    body: 'b',
    tagList: [],
    status: 'published',
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  },
})
const tombstoneWrite = (id: string, version: bigint): DocumentWrite => ({
  alias: 'articles',
  version,
  document: { id, deleted: true },
})
const apply = (...writes: DocumentWrite[]) => store.apply(generation, writes, startOf(1))
const stored = async (id: string) =>
  (await client.get<Record<string, unknown>>({ index: `${aliases.articles}-1`, id }))._source

beforeAll(async () => {
  generation = await store.open(1)
})
afterAll(async () => {
  const indices = await client.indices.get({ index: `${name}-*` })
  await client.indices.delete({ index: Object.keys(indices) })
  await client.close()
})

describe('search store', () => {
  test('an older version never overwrites a newer one, whoever brings it', async () => {
    const id = randomUUID()
    expect(await apply(articleWrite(id, 200n, 'new'))).toEqual([])
    expect(await apply(articleWrite(id, 150n, 'old'))).toEqual([])
    expect(await stored(id)).toMatchObject({ title: 'new' })
  })

  test('an equal version is applied again, and versions are exact to the last of 64 bits', async () => {
    const id = randomUUID()
    const big = (1_000n << 48n) + 1n
    await apply(articleWrite(id, big + 1n, 'newer'), articleWrite(id, big, 'older by one'))
    expect(await stored(id)).toMatchObject({ title: 'newer' })
    await apply(articleWrite(id, big + 1n, 'again'))
    expect(await stored(id)).toMatchObject({ title: 'again' })
  })

  test('a deleted article stays deleted after the index is reopened', async () => {
    const id = randomUUID()
    await apply(tombstoneWrite(id, 200n))
    await reopen(`${aliases.articles}-1`)
    await apply(articleWrite(id, 150n, 'risen'))
    expect(await stored(id)).toEqual({ id, deleted: true })
  })

  test('canary: a real delete is forgotten when the index is reopened', async () => {
    const id = randomUUID()
    const index = `${aliases.articles}-1`
    await apply(articleWrite(id, 100n, 'first'))
    await client.delete({ index, id, version: 200, version_type: 'external_gte' })
    await reopen(index)
    await apply(articleWrite(id, 150n, 'risen'))
    expect(await stored(id)).toMatchObject({ title: 'risen' })
  })

  test('names the writes that can never be applied, and applies the others', async () => {
    const [good, bad] = [randomUUID(), randomUUID()]
    const tooLong = { ...articleWrite(bad, 1n, 'bad') }
    Object.assign(tooLong.document, { slug: 'x'.repeat(40_000) })
    const rejections = await apply(tooLong, articleWrite(good, 1n, 'good'))
    expect(rejections).toEqual([{ write: 0, error: expect.stringContaining('[slug]') }])
    expect(await stored(good)).toMatchObject({ title: 'good' })
  })

  test('readers see neither tombstones nor the position, and change over in one step', async () => {
    const id = randomUUID()
    await apply(articleWrite(id, 1n, 'shown'), tombstoneWrite(randomUUID(), 1n))
    await store.goLive(generation)
    await client.indices.refresh({ index: aliases.articles })
    const { hits } = await client.search<{ deleted: boolean }>({
      index: aliases.articles,
      size: 100,
    })
    expect(hits.hits.length).toBeGreaterThan(0)
    expect(hits.hits.every((hit) => hit._source?.deleted === false)).toBe(true)
  })

  test('a deleted article is gone from searches as soon as the delete is applied', async () => {
    const live = { ...generation, live: true }
    const id = randomUUID()
    await store.apply(live, [articleWrite(id, 1n, 'brief')], startOf(1))
    await client.indices.refresh({ index: aliases.articles })
    await store.apply(live, [tombstoneWrite(id, 2n)], startOf(1))
    expect(
      await client.count({ index: aliases.articles, query: { ids: { values: [id] } } }),
    ).toMatchObject({ count: 0 })
  })

  test('the position lives in the index, and another incarnation is built beside', async () => {
    const position = { incarnation: 1, offset: 42n, lsn: 4_200_000_000_000n, snapshot: 7n }
    await store.savePosition(generation, position)
    expect(await store.open(1)).toEqual({ number: 1, live: true, position })
    expect(await store.open(2)).toEqual({ number: 2, live: false, position: startOf(2) })
    expect(await store.open(1)).toMatchObject({ number: 1, live: true })
  })
})

async function reopen(index: string): Promise<void> {
  await client.indices.close({ index })
  await client.indices.open({ index })
  await client.cluster.health({ index, wait_for_status: 'green' })
}
