import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import type { ViewEvent } from '@broadsheet/contracts/views'
import { randomBytes, randomUUID } from 'node:crypto'
import { openViewStore } from './view-store.ts'

export function newView(fields: Partial<ViewEvent> = {}): ViewEvent {
  return {
    v: 1,
    id: randomUUID(),
    articleId: randomUUID(),
    at: '2026-03-01T12:30:00.123Z',
    visitor: randomBytes(16).toString('hex'),
    referrer: null,
    ...fields,
  }
}

/** Views of few articles by few readers, over two days: much falls together. */
export function manyViews(count: number): ViewEvent[] {
  const pick = <T>(items: readonly T[]) => items[Math.floor(Math.random() * items.length)] as T
  const articles = Array.from({ length: 5 }, () => randomUUID())
  const visitors = Array.from({ length: 20 }, () => randomBytes(16).toString('hex'))
  const start = Date.parse('2026-02-28T00:00:00Z')
  return Array.from({ length: count }, () =>
    newView({
      articleId: pick(articles),
      visitor: pick(visitors),
      at: new Date(start + Math.floor(Math.random() * 48 * 3_600_000)).toISOString(),
      referrer: pick([null, 'a.example', 'b.example']),
    }),
  )
}

export type Hour = { article: string; hour: string; views: number; readers: number }
const hourOf = (at: string) => at.slice(0, 13)

/** What the hours are to say, counted here; each view once. */
export function hoursOf(events: readonly ViewEvent[]): Hour[] {
  const groups = Map.groupBy(events, (event) => `${event.articleId} ${hourOf(event.at)}`)
  const hours = [...groups].map(([name, views]) => {
    const [article = '', hour = ''] = name.split(' ')
    const readers = new Set(views.map(({ visitor }) => visitor)).size
    return { article, hour, views: new Set(views.map(({ id }) => id)).size, readers }
  })
  return hours.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)))
}
const nameOf = ({ article, hour }: Hour) => `${article} ${hour}`

/** A store in a database of its own; `name` may be that of one that was closed with `keep`. */
export function openOwnStore(url: string, name = `test_views_${randomUUID().replaceAll('-', '')}`) {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } })
  return {
    name,
    store: openViewStore(client, name),
    /** What the hours say. */
    hours: async () => {
      const rows = await readRows<Hour & { hour: string }>(
        client,
        `SELECT toString(article_id) AS article, toString(hour) AS hour,
                toUInt32(uniqExactMerge(views)) AS views,
                toUInt32(uniqExactMerge(readers)) AS readers
         FROM ${name}.views_hourly GROUP BY article_id, hour`,
      )
      return rows
        .map((row) => ({ ...row, hour: hourOf(row.hour.replace(' ', 'T')) }))
        .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)))
    },
    rows: <T>(query: string) => readRows<T>(client, query.replaceAll('DB', name)),
    drop: () => client.command({ query: `DROP DATABASE IF EXISTS ${name} SYNC` }),
    close: async () => {
      await client.command({ query: `DROP DATABASE IF EXISTS ${name} SYNC` })
      await client.close()
    },
  }
}

async function readRows<T>(client: ClickHouseClient, query: string): Promise<T[]> {
  const answer = await client.query({ query, format: 'JSONEachRow' })
  return answer.json<T>()
}
