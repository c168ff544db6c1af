import { createClient } from '@clickhouse/client'
import { Client } from '@elastic/elasticsearch'
import { Kafka, logLevel } from 'kafkajs'
import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { register, type Author } from '../author.ts'

const stack = inject('stack')
const postgres = new Pool({ connectionString: stack.postgres, max: 1 })
const elasticsearch = new Client({ node: stack.elasticsearch })
const clickhouse = createClient({ url: stack.clickhouse })
const canonicalUrl = 'https://elsewhere.example/first?published=1'
const word = `w${randomUUID().replaceAll('-', '')}`
let author: Author
let slug: string
let id: string
let token: string

beforeAll(async () => {
  author = await register(stack.gateway)
})
afterAll(async () => {
  await Promise.all([postgres.end(), elasticsearch.close(), clickhouse.close()])
})

/** The same stations, in the same order, as in docs/ARCHITECTURE.md. */
describe("one article's way through the house", () => {
  test('the write API answers with the article and a consistency token', async () => {
    const article = {
      title: `The ${word}`,
      description: 'd',
      body: `About ${word}.`,
      tagList: ['x'],
      canonicalUrl,
    }
    const answer = await author.post('/api/articles', { article })
    expect(answer.status).toBe(201)
    token = answer.headers.get('consistency-token') ?? ''
    expect(token).not.toBe('')
    slug = (answer.body as { article: { slug: string } }).article.slug
  })

  test('its row is in Postgres', async () => {
    const { rows } = await postgres.query('SELECT id, title FROM articles WHERE slug = $1', [slug])
    expect(rows).toMatchObject([{ title: `The ${word}` }])
    id = rows[0].id
  })

  test('its change is in the topic, and then the END of its transaction', async () => {
    const records = await recordsOf('broadsheet.changes.1', (all) => {
      const at = all.findIndex(({ key }) => key.includes(id))
      return at >= 0 && all.slice(at).some(({ key }) => key.includes('"END"'))
    })
    const change = records.find(({ key }) => key === JSON.stringify({ id, __table: 'articles' }))
    const { after, source } = JSON.parse(change?.value ?? '{}')
    expect(after).toMatchObject({ id, slug, tags: ['x'], status: 'published' })
    const xid = Number(token.split('.')[1])
    expect(source.txId).toBe(xid)
    const end = records.findLast(({ value }) => value.includes(`"status":"END","id":"${xid}:`))
    expect(end).toBeDefined()
  })

  test('its document is in Elasticsearch, under a version that grows', async () => {
    const found = await vi.waitFor(async () => elasticsearch.get({ index: 'articles', id }), {
      timeout: 10_000,
    })
    const shown = { id, slug, deleted: false, tagList: ['x'], canonicalUrl }
    expect(found._source).toMatchObject(shown)
    expect(found._version).toBeGreaterThan(2 ** 48)
  })

  test('its fact is in ClickHouse', async () => {
    await vi.waitFor(
      async () => {
        const answer = await clickhouse.query({
          query: 'SELECT slug FROM broadsheet.articles WHERE id = {id:UUID}',
          query_params: { id },
          format: 'JSONEachRow',
        })
        expect(await answer.json()).toEqual([{ slug }])
      },
      { timeout: 10_000 },
    )
  })

  test('the read API finds it, fresh, for who carries the token', async () => {
    const headers = { 'Consistency-Token': token }
    const found = await fetch(`${stack.gateway}/api/search?q=${word}`, { headers })
    expect(found.headers.get('consistency')).toBe('fresh')
    expect(await found.json()).toMatchObject({
      total: 1,
      hits: [
        { article: { slug, canonicalUrl }, highlights: { title: [`The <mark>${word}</mark>`] } },
      ],
    })
    const read = await fetch(`${stack.gateway}/api/articles/${slug}`, { headers })
    expect(await read.json()).toMatchObject({
      article: {
        slug,
        body: `About ${word}.`,
        canonicalUrl,
        author: { username: author.username },
      },
    })
    const stats = await fetch(`${stack.gateway}/api/stats/articles/${slug}`, { headers })
    expect(await stats.json()).toMatchObject({ views: 0, favorites: 0, comments: 0 })
  })
})

type TextRecord = { key: string; value: string }

/** Reads the topic from its start until `enough` says so. */
async function recordsOf(topic: string, enough: (records: TextRecord[]) => boolean) {
  const kafka = new Kafka({ brokers: stack.kafka, logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({
    groupId: `test.${randomUUID()}`,
    maxBytesPerPartition: 2 ** 24,
  })
  const records: TextRecord[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      records.push({ key: String(message.key), value: String(message.value) })
    },
  })
  await vi.waitFor(() => expect(enough(records)).toBe(true), { timeout: 30_000 })
  await consumer.disconnect()
  return records
}
