import { once } from 'node:events'
import { Client } from 'pg'
import { from } from 'pg-copy-streams'
import { lineColumns, viewLines, type Article, type PageView } from './page-views.ts'
import { postgresQuery } from './postgres-queries.ts'
import { createTables, createTags, settleSteps, takeIncoming } from './postgres-schema.ts'
import type { AnswerRow, Bytes, Store } from './store.ts'

/** For one session that counts many; a server's defaults are made for many small ones. */
const settings = {
  work_mem: '256MB',
  maintenance_work_mem: '512MB',
  max_parallel_workers_per_gather: 2,
  max_parallel_maintenance_workers: 2,
  random_page_cost: 1.1,
  effective_cache_size: '4GB',
  jit: 'off',
  timezone: 'UTC',
}

/** A database of its own on the server of `url`. */
export async function openPostgresStore(url: string, database: string): Promise<Store> {
  const own = new URL(url)
  own.pathname = `/${database}`
  await onServer(url, `CREATE DATABASE ${database}`)
  const client = new Client({ connectionString: own.href })
  await client.connect()
  for (const [name, value] of Object.entries(settings)) {
    await client.query(`SELECT set_config($1, $2, false)`, [name, String(value)])
  }
  return {
    name: 'Postgres',
    prepare: (articles) => prepare(client, articles),
    fill: (lines) => copy(client, 'views', lines),
    settle: async () => {
      for (const step of settleSteps) await client.query(step)
    },
    insert: (views) => insert(client, views),
    tidy: async () => void (await client.query('VACUUM (ANALYZE)')),
    bytes: () => bytesOf(client),
    views: async () => {
      const { rows } = await client.query('SELECT count(*) AS views FROM views')
      return Number(rows[0].views)
    },
    ask: async (question) => {
      const { rows } = await client.query(postgresQuery(question))
      return rows.map(readRow)
    },
    close: async () => {
      await client.end()
      await onServer(url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function prepare(client: Client, articles: readonly Article[]): Promise<void> {
  await client.query(createTables)
  await client.query(
    `INSERT INTO articles SELECT id, author_id, status, tags
     FROM json_to_recordset($1) AS a(id uuid, author_id uuid, status text, tags text[])`,
    [JSON.stringify(articles.map(({ authorId, ...rest }) => ({ ...rest, author_id: authorId })))],
  )
  await client.query(createTags)
}

async function insert(client: Client, views: readonly PageView[]): Promise<void> {
  await client.query('BEGIN')
  try {
    await copy(client, 'incoming', viewLines(views))
    await client.query(takeIncoming)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function copy(client: Client, table: string, lines: string): Promise<void> {
  const stream = client.query(from(`COPY ${table} (${lineColumns.join()}) FROM STDIN`))
  stream.end(lines)
  await once(stream, 'finish')
}

async function bytesOf(client: Client): Promise<Bytes[]> {
  const { rows } = await client.query(
    `SELECT name, pg_table_size(name::regclass)::float8 AS data,
            pg_indexes_size(name::regclass)::float8 AS indexes
     FROM unnest('{views,views_daily}'::text[]) name`,
  )
  return rows
}

/** Sums come as text. */
function readRow(row: Record<keyof AnswerRow, string | null>): AnswerRow {
  const number = (value: string | null | undefined) => Number(value ?? 0)
  const { key, views, readers, score } = row
  return { key: key ?? '', views: number(views), readers: number(readers), score: number(score) }
}
