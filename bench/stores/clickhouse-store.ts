import { clickhouseDatabase, hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
  type ClickHouseSettings,
} from '@clickhouse/client'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { clickhouseQuery } from './clickhouse-queries.ts'
import { lineColumns, timeOf, type Article, type PageView } from './page-views.ts'
import type { AnswerRow, Bytes, Store } from './store.ts'

const mergesMs = 60_000
/** What `read-api` lets a question have. */
const max_memory_usage = String(1024 ** 3)

/** The tables of the running system, made anew in `database` by what ClickHouse says made them. */
export function openClickhouseStore(url: string, database: string): Store {
  const client = createClient({
    url,
    request_timeout: 600_000,
    log: { level: ClickHouseLogLevel.OFF },
  })
  const insert = (views: readonly PageView[]) =>
    client.insert({
      table: `${database}.${viewsTable}`,
      values: views.map(rowOf),
      format: 'JSONEachRow',
    })
  const settle = () => untilMerged(client, database)
  return {
    name: 'ClickHouse',
    prepare: (articles) => prepare(client, database, articles),
    fill: async (lines) => {
      await client.insert({
        table: `${database}.${viewsTable}`,
        values: Readable.from([lines], { objectMode: false }),
        columns: [...lineColumns],
        format: 'TabSeparated',
      })
    },
    settle,
    insert: async (views) => void (await insert(views)),
    tidy: settle,
    bytes: () => bytesOf(client, database),
    views: async () => {
      const query = `SELECT toUInt32(count()) AS views FROM ${database}.${viewsTable} FINAL`
      const [row] = await rowsOf<{ views: number }>(client, query)
      return row?.views ?? 0
    },
    ask: async (question) => {
      const { name: _, starts: __, ...params } = { starts: [], ...question }
      const query = clickhouseQuery(database, question)
      const rows = await rowsOf<Partial<AnswerRow>>(client, query, params, { max_memory_usage })
      return rows.map((row) => ({ key: '', views: 0, readers: 0, score: 0, ...row }))
    },
    close: async () => {
      await client.command({ query: `DROP DATABASE IF EXISTS ${database} SYNC` })
      await client.close()
    },
  }
}

function rowOf({ id, articleId, at, visitor, referrer }: PageView) {
  const rest = { visitor, referrer, partition: 0, offset: '0' }
  return { id, article_id: articleId, at: timeOf(at), ...rest }
}

async function prepare(client: ClickHouseClient, database: string, articles: readonly Article[]) {
  const view = await statementOf(client, 'articles')
  // The view is over the table of the generation that readers use.
  const facts = new RegExp(`FROM ${clickhouseDatabase}\\.(\\w+)`).exec(view)?.[1]
  if (facts === undefined) throw new Error('the view of the articles is over no table')
  await client.command({ query: `CREATE DATABASE ${database}` })
  const tables = [viewsTable, hourlyViewsTable, `${viewsTable}_to_hourly`, facts, 'articles']
  for (const table of tables) {
    const statement = await statementOf(client, table)
    const query = statement.replaceAll(`${clickhouseDatabase}.`, `${database}.`)
    await client.command({ query })
  }
  await client.insert({
    table: `${database}.${facts}`,
    values: articles.map(({ id, authorId, status, tags }) => ({
      id,
      author_id: authorId,
      slug: id,
      status,
      tags,
      version: 1,
    })),
    format: 'JSONEachRow',
  })
}

async function statementOf(client: ClickHouseClient, table: string): Promise<string> {
  const query = `SHOW CREATE TABLE ${clickhouseDatabase}.${table}`
  const [row] = await rowsOf<{ statement: string }>(client, query)
  if (!row) throw new Error(`the stack has no ${table} yet`)
  return row.statement
}

/** Merging goes on by itself; what takes longer is left to go on while queries are asked. */
async function untilMerged(client: ClickHouseClient, database: string): Promise<void> {
  const query = `SELECT toUInt32(count()) AS merges FROM system.merges WHERE database = '${database}'`
  for (const until = Date.now() + mergesMs; Date.now() < until;) {
    const [row] = await rowsOf<{ merges: number }>(client, query)
    if (row?.merges === 0) return
    await pause(500)
  }
}

async function bytesOf(client: ClickHouseClient, database: string): Promise<Bytes[]> {
  const query = `
    SELECT table AS name, toFloat64(sum(data_compressed_bytes)) AS data,
           toFloat64(sum(bytes_on_disk) - sum(data_compressed_bytes)) AS indexes
    FROM system.parts WHERE database = '${database}' AND active AND table LIKE '${viewsTable}%'
    GROUP BY table ORDER BY table`
  return rowsOf<Bytes>(client, query)
}

async function rowsOf<T>(
  client: ClickHouseClient,
  query: string,
  query_params: Record<string, unknown> = {},
  clickhouse_settings: ClickHouseSettings = {},
): Promise<T[]> {
  const format = 'JSONEachRow'
  const answer = await client.query({ query, query_params, clickhouse_settings, format })
  return answer.json<T>()
}
