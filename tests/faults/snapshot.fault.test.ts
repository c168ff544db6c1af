import { createClient } from '@clickhouse/client'
import { Client } from '@elastic/elasticsearch'
import { parseWatermarkHash } from '@broadsheet/contracts/watermark'
import { socialKeys, watermarkKey } from '@broadsheet/contracts/names'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startStack, type RunningStack } from '../launch.ts'
import { startOwnProcess, type Process } from '../process.ts'

const articles = 10_000
const projections = ['search', 'social', 'stats'] as const
let stack: RunningStack
let postgres: Pool
let redis: Redis
let elasticsearch: Client
const processes: Process[] = []

beforeAll(async () => {
  stack = await startStack({ SERVERS_ONLY: '1' })
  const { description } = stack
  postgres = new Pool({ connectionString: description.postgres, max: 4 })
  redis = new Redis(description.redis)
  elasticsearch = new Client({ node: description.elasticsearch })
  processes.push(await startOwnProcess(description, 'write-api'))
  await fillPostgres()
})
afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()))
  await Promise.all([postgres?.end(), redis?.quit(), elasticsearch?.close()])
  await stack?.stop()
})

/** The house opens with rows in it, writers at work, and Connect killed amid the snapshot. */
describe('rows that exist before the connector', () => {
  test('end up in every read model as Postgres has them, and fresh is said only then', async () => {
    processes.push(await startOwnProcess(stack.description, 'projector', { ready: false }))
    const open = await postgres.connect()
    await open.query('BEGIN')
    await open.query(`UPDATE articles SET title = 'open transaction' WHERE slug = 'slug-1'`)
    processes.push(await startOwnProcess(stack.description, 'connectors', { ready: false }))
    await vi.waitFor(async () => expect(await count('pg_replication_slots')).toBe(1), 60_000)
    await open.query('COMMIT')
    open.release()

    const writers = startWriters()
    onTestFinished(writers.stop)
    await vi.waitFor(async () => expect(await documents()).toBeGreaterThan(500), 60_000)
    expect(await watermarks()).toEqual([null, null, null])
    await stack.kill('connect')
    await vi.waitFor(async () => expect(await watermarks()).not.toContain(null), 150_000)
    // Whoever is told "fresh" from here on sees every row: none is added, so more can't be there.
    const shown = await documents()
    expect(shown).toBeGreaterThanOrEqual(await count('articles'))

    await writers.stop()
    expect(writers.count()).toBeGreaterThan(100)
    await reach(await currentLsn())
    await expectSameAsPostgres()
  })
})

async function fillPostgres(): Promise<void> {
  await postgres.query(
    `INSERT INTO users (username, created_at, updated_at) VALUES ('early', now(), now())`,
  )
  await postgres.query(
    `INSERT INTO articles (author_id, slug, title, description, body, tags, status, version, created_at,
       updated_at)
     SELECT (SELECT id FROM users LIMIT 1), 'slug-' || n, 'Title ' || n, 'd', repeat('body ', 50),
            ARRAY['early'], 'published', 1, now(), now()
     FROM generate_series(1, ${articles}) AS n`,
  )
  await postgres.query(
    `INSERT INTO article_slugs (slug, article_id, created_at) SELECT slug, id, now() FROM articles`,
  )
}

/** Updates and deletes, one after another, until stopped; more at once would only be more to catch up with. */
function startWriters() {
  const stop = new AbortController()
  let n = 0
  const write = async () => {
    while (!stop.signal.aborted) {
      n += 1
      const slug = `slug-${(n * 7919) % articles}`
      await (n % 10 === 0
        ? postgres.query('DELETE FROM articles WHERE slug = $1', [slug])
        : postgres.query(`UPDATE articles SET title = $2, version = version + 1 WHERE slug = $1`, [
            slug,
            `Changed ${n}`,
          ]))
    }
  }
  const done = write()
  return {
    count: () => n,
    stop: async () => {
      stop.abort()
      await done
    },
  }
}

async function count(table: string): Promise<number> {
  const { rows } = await postgres.query(`SELECT count(*)::int AS n FROM ${table}`)
  return rows[0].n
}

async function documents(): Promise<number> {
  await elasticsearch.indices.refresh({ index: 'articles-1', ignore_unavailable: true })
  const found = await elasticsearch.count({ index: 'articles-1', ignore_unavailable: true })
  return found.count
}

async function watermarks() {
  const hashes = projections.map((projection) => redis.hgetall(watermarkKey(projection)))
  return (await Promise.all(hashes)).map(parseWatermarkHash)
}

async function currentLsn(): Promise<bigint> {
  const { rows } = await postgres.query(`SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS lsn`)
  return BigInt(rows[0].lsn)
}

async function reach(lsn: bigint): Promise<void> {
  await vi.waitFor(async () => {
    for (const watermark of await watermarks()) {
      expect(watermark?.lsn ?? 0n).toBeGreaterThanOrEqual(lsn)
    }
  }, 120_000)
}

async function expectSameAsPostgres(): Promise<void> {
  const { rows } = await postgres.query('SELECT id::text, title, version FROM articles ORDER BY id')
  const known = new Map(rows.map(({ id, title, version }) => [id, `${title} ${version}`]))
  await elasticsearch.indices.refresh({ index: 'articles' })
  const found = new Map<string, string>()
  const helper = elasticsearch.helpers.scrollDocuments<{
    id: string
    title: string
    version: number
  }>({
    index: 'articles',
    size: 5_000,
    _source: ['id', 'title', 'version'],
    query: { match_all: {} },
  })
  for await (const { id, title, version } of helper) found.set(id, `${title} ${version}`)
  expect(found.size).toBe(known.size)
  expect([...known].filter(([id, text]) => found.get(id) !== text)).toEqual([])

  const clickhouse = createClient({ url: stack.description.clickhouse })
  const answer = await clickhouse.query({
    query: 'SELECT toString(id) AS id FROM broadsheet.articles',
    format: 'JSONEachRow',
  })
  const facts = new Set((await answer.json<{ id: string }>()).map(({ id }) => id))
  await clickhouse.close()
  expect(facts).toEqual(new Set(known.keys()))

  const { slug } = socialKeys(1)
  const slugs = Array.from({ length: articles }, (_, n) => slug(`slug-${n + 1}`))
  expect(await redis.exists(...slugs)).toBe(articles)
}
