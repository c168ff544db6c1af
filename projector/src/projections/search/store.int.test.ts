import { articleDocument } from '@broadsheet/contracts/article'
import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOf } from '../position.ts'
import type { Generation } from '../projection.ts'
import type { DocumentWrite } from './project.ts'
import { openSearchStore } from './store.ts'

const client = new Client({ node: inject('stack').elasticsearch })
const name = `test-${randomUUID()}`
const aliasesOf = (name: string) => ({
  articles: `${name}-articles`,
  drafts: `${name}-drafts`,
  comments: `${name}-comments`,
})
const aliases = aliasesOf(name)
const store = openSearchStore(client, aliases)
let generation: Generation

const articleWrite = (id: string, version: bigint, title: string): DocumentWrite => ({
  alias: 'articles',
  version,
  document: articleDocument.parse({
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
  }),
})
const tombstoneWrite = (id: string, version: bigint): DocumentWrite => ({
  alias: 'articles',
  version,
  document: { id, deleted: true },
})
const commentWrite = (id: number, version: bigint, body: string): DocumentWrite => ({
  alias: 'comments',
  version,
  document: {
    id,
    deleted: false,
    articleId: randomUUID(),
    authorId: randomUUID(),
    body,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  },
})
const noComment = (id: number, version: bigint): DocumentWrite => ({
  alias: 'comments',
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

describe('comments in the search store', () => {
  const index = `${aliases.comments}-1`
  const storedComment = async (id: number) => (await client.get({ index, id: String(id) }))._source

  test('an older version never overwrites a newer one, an equal one does', async () => {
    await apply(commentWrite(1, 200n, 'new'), commentWrite(1, 150n, 'old'))
    expect(await storedComment(1)).toMatchObject({ body: 'new' })
    await apply(commentWrite(1, 200n, 'again'))
    expect(await storedComment(1)).toMatchObject({ body: 'again' })
  })

  test('a deleted one stays deleted after the index is reopened', async () => {
    await apply(commentWrite(2, 100n, 'first'), noComment(2, 200n))
    await reopen(index)
    await apply(commentWrite(2, 150n, 'risen'))
    expect(await storedComment(2)).toEqual({ id: 2, deleted: true })
  })

  test('a deleted one is gone from searches as soon as the delete is applied', async () => {
    await store.goLive(generation)
    const live = { ...generation, live: true }
    const count = async () =>
      (await client.count({ index: aliases.comments, query: { term: { id: 3 } } })).count
    await store.apply(live, [commentWrite(3, 1n, 'brief')], startOf(1))
    await client.indices.refresh({ index })
    expect(await count()).toBe(1)
    await store.apply(live, [noComment(3, 2n)], startOf(1))
    expect(await count()).toBe(0)
  })
})

describe('a store that an earlier version made', () => {
  /** Articles without their update time, and nothing for comments. */
  async function earlierStore(live: boolean) {
    const older = aliasesOf(`${name}-${randomUUID()}`)
    const olderStore = openSearchStore(client, older)
    const made = await olderStore.open(1)
    if (live) await olderStore.goLive(made)
    const position = { incarnation: 1, offset: 42n, lsn: 42n, snapshot: 7n }
    await olderStore.savePosition(made, position)
    await client.indices.delete({ index: `${older.comments}-1` })
    for (const alias of [older.articles, older.drafts]) await forgetUpdatedAt(`${alias}-1`)
    return { older, olderStore, position }
  }

  test('gets what it lacks when it is opened, and keeps what it has', async () => {
    const { older, olderStore, position } = await earlierStore(true)
    const generation = await olderStore.open(1)
    expect(generation).toEqual({ number: 1, live: true, position })
    const writes = [
      articleWrite(randomUUID(), 1n, 'with all fields'),
      { ...articleWrite(randomUUID(), 1n, 'a draft'), alias: 'drafts' } as DocumentWrite,
      commentWrite(1, 1n, 'shown'),
      noComment(2, 1n),
    ]
    expect(await olderStore.apply(generation, writes, position)).toEqual([])
    for (const [alias, count] of [
      [older.articles, 1],
      [older.drafts, 1],
      [older.comments, 1],
    ] as const) {
      await client.indices.refresh({ index: alias })
      expect(await client.count({ index: alias })).toMatchObject({ count })
    }
    expect(await olderStore.open(1)).toEqual(generation)
  })

  test('is built anew beside the live one when texts are analysed in another way', async () => {
    const { older, olderStore } = await earlierStore(true)
    const index = `${older.articles}-1`
    await client.indices.putMapping({ index, _meta: { analysis: 0 } })
    const generation = await olderStore.open(1)
    expect(generation).toEqual({ number: 2, live: false, position: startOf(1) })
    expect(await client.indices.existsAlias({ index, name: older.articles })).toBe(true)
    expect(await olderStore.open(1)).toEqual(generation)
    await olderStore.goLive(generation)
    expect(await olderStore.open(1)).toEqual({ ...generation, live: true })
  })

  test('shows readers no generation that is not whole yet', async () => {
    const { older, olderStore, position } = await earlierStore(false)
    const generation = await olderStore.open(1)
    expect(generation).toEqual({ number: 1, live: false, position })
    expect(await olderStore.apply(generation, [commentWrite(1, 1n, 'x')], position)).toEqual([])
    expect(await client.indices.existsAlias({ name: older.comments })).toBe(false)
  })
})

/** A field cannot be taken from an index: it is made anew with its other fields, position and aliases. */
async function forgetUpdatedAt(index: string): Promise<void> {
  const { mappings, settings, aliases = {} } = (await client.indices.get({ index }))[index] ?? {}
  const { updatedAt: _, ...properties } = mappings?.properties ?? {}
  const position = await client.get({ index, id: 'position' }, { ignore: [404] })
  await client.indices.delete({ index })
  await client.indices.create({
    index,
    mappings: { ...mappings, properties },
    settings: { analysis: settings?.index?.analysis ?? {} },
    aliases,
  })
  if (position.found) await client.index({ index, id: 'position', document: position._source })
}

async function reopen(index: string): Promise<void> {
  await client.indices.close({ index })
  await client.indices.open({ index })
  await client.cluster.health({ index, wait_for_status: 'green' })
}
