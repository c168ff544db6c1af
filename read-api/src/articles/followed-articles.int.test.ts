import { Client } from '@elastic/elasticsearch'
import { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { edgesAt } from '../social/edges.ts'
import type { ListedDocument } from './article-answer.ts'
import { followedAfter, followedPage, type Feed, type WalkRule } from './followed-articles.ts'

const stack = inject('stack')
const client = new Client({ node: stack.elasticsearch })
const redis = new Redis(stack.redis)
const index = `test-${randomUUID()}`

/** More than a walk looks at in two batches. */
const count = 1_000
const authors: string[] = Array.from({ length: 100 }, () => randomUUID())
/** Followed without having written anything. */
const silent: string[] = Array.from({ length: 250 }, () => randomUUID())
type Doc = { id: string; authorId: string; createdAt: string }
const articles = Array.from({ length: count }, (_, at): Doc => {
  // Three at a time are of one instant. The first author wrote nothing but the very oldest.
  const createdAt = new Date(1_700_000_000_000 - Math.floor(at / 3)).toISOString()
  const authorId = authors[at === count - 1 ? 0 : 1 + ((at * 7) % 99)]!
  return { id: randomUUID(), authorId, createdAt }
})
const byId = new Map<string, Doc>(articles.map((article) => [article.id, article]))
const newest = articles.toSorted((a, b) =>
  `${b.createdAt}${b.id}` > `${a.createdAt}${a.id}` ? 1 : -1,
)
const hidden = newest.flatMap(({ id }, at) => (at % 50 === 1 ? [id] : []))

const readers = {
  'the author of the last one alone': [authors[0]!],
  'a few': authors.slice(0, 4),
  half: [...authors.slice(0, 50), ...silent],
  all: [...authors, ...silent],
  'nobody who wrote': silent,
}
const ended = authors.slice(50, 60)
const keyOf = (reader: string) => `${index}:${reader}`

beforeAll(async () => {
  const properties = {
    id: { type: 'keyword' },
    authorId: { type: 'keyword' },
    createdAt: { type: 'date' },
  } as const
  await client.indices.create({ index, mappings: { properties } })
  const operations = articles.flatMap((article) => [
    { index: { _index: index, _id: article.id } },
    article,
  ])
  await client.bulk({ operations, refresh: true })
  for (const [reader, followed] of Object.entries(readers)) {
    const marks = [...ended.map((id) => [id, '-1']), ...followed.map((id) => [id, '+2'])]
    await redis.hset(keyOf(reader), ...marks.flat())
  }
})
afterAll(async () => {
  await client.indices.delete({ index })
  await client.close()
  await redis.unlink(Object.keys(readers).map(keyOf))
  redis.disconnect()
})

/** The reader's feed, and how often whom they follow was read as a whole. */
function feedOf(reader: keyof typeof readers, walk: WalkRule) {
  const edges = edgesAt(redis, keyOf(reader))
  const read = { times: 0 }
  const all = () => {
    read.times++
    return edges.all()
  }
  const documentsOf = (ids: readonly string[]) =>
    Promise.resolve(new Map(ids.map((id) => [id, byId.get(id) as unknown as ListedDocument])))
  const follows = { ...edges, all }
  const feed: Feed = {
    elasticsearch: client,
    index,
    hiddenIds: hidden,
    follows,
    documentsOf,
    walk,
  }
  return { feed, read }
}

function wantedBy(reader: keyof typeof readers): string[] {
  const followed = new Set(readers[reader])
  return newest.flatMap(({ id, authorId }) =>
    followed.has(authorId) && !hidden.includes(id) ? [id] : [],
  )
}

async function byCursor(feed: Feed, limit: number): Promise<string[]> {
  const ids: string[] = []
  let after: Parameters<typeof followedAfter>[1]['after']
  do {
    const page = await followedAfter(feed, { limit, after })
    ids.push(...page.documents.map(({ id }) => id))
    if (page.last !== null) expect(page.documents.length).toBe(limit)
    after = page.last ?? undefined
  } while (after !== undefined)
  return ids
}

async function byOffset(feed: Feed, limit: number): Promise<string[]> {
  const ids: string[] = []
  for (let offset = 0; ; offset += limit) {
    const { documents, total } = await followedPage(feed, { limit, offset })
    ids.push(...documents.map(({ id }) => id))
    if (documents.length < limit) {
      expect(total).toBe(ids.length)
      return ids
    }
    expect(total).toBeGreaterThanOrEqual(ids.length)
  }
}

/** A walk of at most so many articles, however few are followed. */
function walkOf(most: number, reader: keyof typeof readers): WalkRule {
  return { from: 0, length: most / (readers[reader].length + ended.length), counted: 0, authors: 1 }
}
/** The longest walk; none is a query by those followed. */
const walks = [0, 95, 400, count + 1]

describe.each(Object.keys(readers) as (keyof typeof readers)[])('the feed of %s', (reader) => {
  test.each(walks)('with a walk of %i is every article in its order', async (most) => {
    const { feed } = feedOf(reader, walkOf(most, reader))
    const wanted = wantedBy(reader)
    const limit = wanted.length < 10 ? 1 : 90
    expect(await byCursor(feed, limit)).toEqual(wanted)
    expect(await byOffset(feed, limit)).toEqual(wanted)
  })
})

test.each(['half', 'all'] as const)(
  'whom one follows is not read when a walk fills the page (%s)',
  async (reader) => {
    const { feed, read } = feedOf(reader, walkOf(count, reader))
    const { last } = await followedAfter(feed, { limit: 20, after: undefined })
    await followedAfter(feed, { limit: 20, after: last ?? undefined })
    expect(await followedPage(feed, { limit: 20, offset: 40 })).toMatchObject({
      total: wantedBy(reader).length,
    })
    expect(read.times).toBe(0)
  },
)

test('a walk that finds too little goes on with a query from where it stopped', async () => {
  const reader = 'the author of the last one alone'
  const { feed, read } = feedOf(reader, walkOf(400, reader))
  const { documents } = await followedAfter(feed, { limit: 20, after: undefined })
  expect([documents.length, read.times]).toEqual([1, 1])
})

/** The same feed; `change` happens once the authors of an answer of Elasticsearch are to be told apart. */
function changedAt(feed: Feed, answer: number, change: () => Promise<unknown>) {
  const asked = { times: 0 }
  const among: Feed['follows']['among'] = async (ids) => {
    if (++asked.times === answer) await change()
    return feed.follows.among(ids)
  }
  return { feed: { ...feed, follows: { ...feed.follows, among } }, asked }
}
/** Until the end of the test, an article is this one. */
async function put(article: Doc) {
  const { id } = article
  const set = async (document: Doc | undefined) => {
    if (document) await client.index({ index, id, document, refresh: true })
    else await client.delete({ index, id, refresh: true })
  }
  const before = byId.get(id)
  byId.set(id, article)
  onTestFinished(async () => {
    if (before) byId.set(id, before)
    await set(before)
  })
  await set(article)
}

test.each(['half', 'the author of the last one alone'] as const)(
  'the last page has all that are counted, whatever is published meanwhile (%s)',
  async (reader) => {
    const [authorId = ''] = readers[reader]
    // Also who follows few is counted by all who wrote.
    const { feed } = feedOf(reader, { ...walkOf(count + 2, reader), authors: 0.1 })
    const article = { id: randomUUID(), authorId, createdAt: new Date().toISOString() }
    const { feed: changing } = changedAt(feed, 1, () => put(article))
    const wanted = wantedBy(reader)
    const page = await followedPage(changing, { limit: wanted.length, offset: 0 })
    const ids = page.documents.map(({ id }) => id)
    expect([page.total, ids]).toEqual([wanted.length + 1, [article.id, ...wanted.slice(0, -1)]])
  },
)

test('a page behind the last one takes a count alone', async () => {
  const { feed, read } = feedOf('half', walkOf(count + 1, 'half'))
  const { feed: counting, asked } = changedAt(feed, 0, () => Promise.resolve())
  const total = wantedBy('half').length
  const behind = await followedPage(counting, { limit: 20, offset: total })
  expect(behind).toEqual({ documents: [], total })
  expect([asked.times, read.times]).toEqual([1, 0])
})

test('an article that gets another date during a walk comes once in a page', async () => {
  const { feed } = feedOf('all', walkOf(count + 1, 'all'))
  const moved = { ...newest[0]!, createdAt: newest[400]!.createdAt }
  const page = { limit: 500, offset: 0 }
  const first = changedAt(feed, 1, () => put(moved))
  const cursor = await followedAfter(first.feed, { ...page, after: undefined })
  expect(repeated(cursor.documents)).toEqual([])
  expect(cursor.last).not.toBe(null)

  const back = changedAt(feed, 2, () => put(moved))
  await put(newest[0]!)
  const offset = await followedPage(back.feed, page)
  expect(repeated(offset.documents)).toEqual([])
  expect(offset.documents.length).toBe(500)
})

const repeated = (documents: readonly ListedDocument[]) =>
  documents.flatMap(({ id }, at) => (documents.findIndex((d) => d.id === id) < at ? [id] : []))
