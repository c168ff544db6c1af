import { createClient } from '@clickhouse/client'
import { Client } from '@elastic/elasticsearch'
import { Redis } from 'ioredis'
import { Kafka, logLevel } from 'kafkajs'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import type { StackDescription } from '../launch.ts'

/** Some of what a place keeps, as text. */
export type Stored = { place: string; text: string }
export type Place = (stack: StackDescription) => AsyncGenerator<Stored>

/** Every log file of every process. */
export async function* logs(stack: StackDescription): AsyncGenerator<Stored> {
  const folder = join(stack.dataDir, 'logs')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    yield { place: `log ${entry.name}`, text }
  }
}

/** Every record of our topics, up to where they end now. */
export async function* kafka(stack: StackDescription): AsyncGenerator<Stored> {
  const client = new Kafka({ brokers: stack.kafka, logLevel: logLevel.NOTHING })
  const admin = client.admin()
  await admin.connect()
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('broadsheet.'))
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic)
    const left = new Map(
      ends.flatMap(({ partition, high, low }) =>
        Number(high) > Number(low) ? [[partition, Number(high) - 1] as const] : [],
      ),
    )
    yield { place: `topic ${topic}`, text: await recordsUpTo(client, topic, left) }
  }
  await admin.disconnect()
}

async function recordsUpTo(client: Kafka, topic: string, left: Map<number, number>) {
  if (left.size === 0) return ''
  const groupId = `test.${randomUUID()}`
  const consumer = client.consumer({ groupId, maxBytesPerPartition: 2 ** 24 })
  const texts: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    const read = consumer.run({
      eachMessage: async ({ partition, message }) => {
        const headers = JSON.stringify(message.headers)
        texts.push(`${message.key} ${message.value} ${headers}`)
        if (Number(message.offset) >= (left.get(partition) ?? 0)) left.delete(partition)
        if (left.size === 0) resolve()
      },
    })
    read.catch(reject)
  })
  await consumer.disconnect()
  return texts.join('\n')
}

/** Every key with its value. */
export async function* redis(stack: StackDescription): AsyncGenerator<Stored> {
  const client = new Redis(stack.redis)
  for await (const keys of client.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
    const types = await Promise.all(keys.map((key) => client.type(key)))
    const values = await Promise.all(keys.map((key, at) => valueOf(client, key, types[at] ?? '')))
    const text = keys.map((key, at) => `${key} ${JSON.stringify(values[at])}`).join('\n')
    yield { place: 'redis', text }
  }
  await client.quit()
}

function valueOf(client: Redis, key: string, type: string): Promise<unknown> {
  if (type === 'string') return client.get(key)
  if (type === 'hash') return client.hgetall(key)
  if (type === 'set') return client.smembers(key)
  if (type === 'zset') return client.zrange(key, '0', '-1')
  if (type === 'list') return client.lrange(key, 0, -1)
  if (type === 'none') return Promise.resolve(null)
  throw new Error(`${key} is a ${type}, which cannot be read here`)
}

/** Every document of every index, hidden ones too. */
export async function* elasticsearch(stack: StackDescription): AsyncGenerator<Stored> {
  const client = new Client({ node: stack.elasticsearch })
  await client.indices.refresh({ index: '*', expand_wildcards: 'all' })
  const documents = client.helpers.scrollSearch<object>({
    index: '*',
    expand_wildcards: 'all',
    size: 200,
    query: { match_all: {} },
  })
  for await (const { body } of documents) {
    yield { place: 'elasticsearch', text: JSON.stringify(body.hits.hits) }
  }
  await client.close()
}

/** Every row of every table that is not ClickHouse's own. */
export async function* clickhouse(stack: StackDescription): AsyncGenerator<Stored> {
  const client = createClient({ url: stack.clickhouse })
  const tables = await client.query({
    query: `SELECT database, name FROM system.tables
            WHERE lower(database) NOT IN ('system', 'information_schema')`,
    format: 'JSONEachRow',
  })
  for (const { database, name } of await tables.json<{ database: string; name: string }>()) {
    const query = `SELECT * FROM \`${database}\`.\`${name}\``
    const rows = await client.query({ query, format: 'JSONEachRow' })
    yield { place: `clickhouse ${name}`, text: await rows.text() }
  }
  await client.close()
}

/** Every row of every table, `place` being `postgres <table>`. */
export async function* postgres(stack: StackDescription): AsyncGenerator<Stored> {
  const pool = new Pool({ connectionString: stack.postgres, max: 1 })
  const { rows: tables } = await pool.query<{ name: string; path: string }>(
    `SELECT relname AS name, format('%I.%I', nspname, relname) AS path
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')`,
  )
  for (const { name, path } of tables) {
    const { rows } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${path} AS t`)
    yield { place: `postgres ${name}`, text: rows.map(({ text }) => text).join('\n') }
  }
  await pool.end()
}

/** Where texts stand in a place, in any case, as `<place>: <text>`, each once. */
export async function placesOf(texts: readonly string[], stored: AsyncGenerator<Stored>) {
  const found = new Set<string>()
  for await (const { place, text } of stored) {
    const lower = text.toLowerCase()
    for (const one of texts) if (lower.includes(one.toLowerCase())) found.add(`${place}: ${one}`)
  }
  return [...found].toSorted()
}
