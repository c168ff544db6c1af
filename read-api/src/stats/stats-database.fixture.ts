import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { ViewEvent } from '@broadsheet/contracts/views'
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { createHash, randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import { newView } from '../views/view-recorder.fixture.ts'
import { openCounts, type CountedSeries } from './counts.ts'

/** As the stats projection has them, as far as it matters to what is counted. */
type Fact = { id: string; author_id: string; status: string; tags: string[] }
type Engagement = { kind: 'favorite' | 'comment'; articleId: string; at: Date; commentId?: number }

/** A database of its own whose tables of views are made as the running system has made its. */
export async function openStatsDatabase(url: string) {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } })
  const name = `test_counts_${randomUUID().replaceAll('-', '')}`
  await client.command({ query: `CREATE DATABASE ${name}` })
  for (const table of ['views', 'views_hourly', 'views_to_hourly']) {
    const statement = await vi.waitFor(() => statementOf(client, table), 30_000)
    await client.command({ query: statement.replaceAll(`${clickhouseDatabase}.`, `${name}.`) })
  }
  // What comes again stays there, to be told apart when it is read.
  await client.command({ query: `SYSTEM STOP MERGES ${name}.views` })
  await client.command({
    query: `CREATE TABLE ${name}.articles
      (id UUID, author_id UUID, status String, tags Array(String)) ENGINE = Memory`,
  })
  await client.command({
    query: `CREATE TABLE ${name}.engagement
      (kind String, article_id UUID, user_id UUID, comment_id UInt64, created_at DateTime64(3, 'UTC'))
      ENGINE = Memory`,
  })
  const insert = (table: string, values: readonly object[]) =>
    client.insert({ table: `${name}.${table}`, values, format: 'JSONEachRow' })
  return {
    counts: openCounts(client, () => '', name),
    addArticles: (facts: readonly Fact[]) => insert('articles', facts),
    addEngagement: (facts: readonly Engagement[]) =>
      insert(
        'engagement',
        facts.map(({ kind, articleId, at, commentId = 0 }) => ({
          kind,
          article_id: articleId,
          user_id: randomUUID(),
          comment_id: commentId,
          created_at: at.toISOString().replace('T', ' ').slice(0, -1),
        })),
      ),
    addViews: (events: readonly ViewEvent[]) =>
      insert(
        'views',
        events.map(({ id, articleId, at, visitor, referrer }) => ({
          id,
          article_id: articleId,
          at: at.replace('T', ' ').slice(0, -1),
          visitor,
          referrer: referrer ?? '',
          partition: 0,
          offset: 0,
        })),
      ),
    close: async () => {
      await client.command({ query: `DROP DATABASE ${name}` })
      await client.close()
    },
  }
}

type StatsDatabase = Awaited<ReturnType<typeof openStatsDatabase>>

/** A time of March 2026, as `01T00:00:00.000`. */
export const date = (text: string) => new Date(`2026-03-${text}Z`)

const key = randomUUID()
/** As the running system has it: the same on one UTC day, another on another. */
const visitorOf = (visitor: number, at: string) =>
  createHash('md5')
    .update(`${key} ${visitor} ${at.slice(0, 2)}`)
    .digest('hex')

/** An article with its views, given as `[visitor, at]`. */
export async function addViewed(
  database: StatsDatabase,
  views: readonly [number, string][],
  fields: object = {},
) {
  const id = randomUUID()
  const fact = { id, author_id: randomUUID(), status: 'published', tags: [], ...fields }
  await database.addArticles([fact])
  const events = views.map(([visitor, at]) =>
    newView({ articleId: id, visitor: visitorOf(visitor, at), at: date(at).toISOString() }),
  )
  await database.addViews(events)
  return { ...fact, events }
}

/** Views and readers of the whole and of each part. */
export const numbers = ({ views, uniqueReaders, series }: CountedSeries) => ({
  total: [views, uniqueReaders],
  series: series.map((part) => [part.views, part.uniqueReaders]),
})

async function statementOf(client: ClickHouseClient, table: string): Promise<string> {
  const answer = await client.query({
    query: `SHOW CREATE TABLE ${clickhouseDatabase}.${table}`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ statement: string }>()
  if (!row) throw new Error(`there is no ${table} yet`)
  return row.statement
}
