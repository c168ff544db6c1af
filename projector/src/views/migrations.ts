import { hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import type { ClickHouseClient } from '@clickhouse/client'

/**
 * What makes the tables of views, in order; a number that was released is never changed. A statement
 * may run twice (a crash, two projectors), so each leaves alone what is there.
 */
const migrations = (database: string) => [
  {
    number: 1,
    name: 'views and their hours',
    statements: [createViews(database), createHours(database), feedHours(database)],
  },
]

/** Sorted by time first: what is asked of the raw views is a short time of all articles. */
const createViews = (database: string) => `
CREATE TABLE IF NOT EXISTS ${database}.${viewsTable} (
  id UUID,
  article_id UUID,
  at DateTime64(3, 'UTC'),
  visitor FixedString(32) CODEC(ZSTD(1)),
  referrer LowCardinality(String),
  partition UInt16,
  offset UInt64
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), article_id, id)`

/** Only states in which the same view twice is one: duplicates and replays change no number. */
const createHours = (database: string) => `
CREATE TABLE IF NOT EXISTS ${database}.${hourlyViewsTable} (
  article_id UUID,
  hour DateTime('UTC'),
  views AggregateFunction(uniqExact, UUID),
  readers AggregateFunction(uniqExact, FixedString(32))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (article_id, hour)`

const feedHours = (database: string) => `
CREATE MATERIALIZED VIEW IF NOT EXISTS ${database}.${viewsTable}_to_hourly
TO ${database}.${hourlyViewsTable} AS
SELECT article_id, toDateTime(toStartOfHour(at), 'UTC') AS hour,
       uniqExactState(id) AS views, uniqExactState(visitor) AS readers
FROM ${database}.${viewsTable} GROUP BY article_id, hour`

/** Which migrations a database has seen. */
const createMigrations = (database: string) => `
CREATE TABLE IF NOT EXISTS ${database}.migrations (
  number UInt32,
  name String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree ORDER BY number`

/** Brings a database, which is made if it is missing, to the last migration; rejects while ClickHouse is away. */
export async function migrate(client: ClickHouseClient, database: string): Promise<void> {
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` })
  await client.command({ query: createMigrations(database) })
  const answer = await client.query({
    query: `SELECT DISTINCT number FROM ${database}.migrations`,
    format: 'JSONEachRow',
  })
  const applied = new Set((await answer.json<{ number: number }>()).map(({ number }) => number))
  for (const { number, name, statements } of migrations(database)) {
    if (applied.has(number)) continue
    for (const query of statements) await client.command({ query })
    const values = [{ number, name }]
    await client.insert({ table: `${database}.migrations`, values, format: 'JSONEachRow' })
  }
}
