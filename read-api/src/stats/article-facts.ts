import { clickhouseDatabase } from '@broadsheet/contracts/names'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { orUnavailable } from '../store-failures.ts'

export type ArticleFact = { id: string; authorId: string; status: string; createdAt: Date }

/** What the stats store knows of articles; null for one that it has not, 503 while it is away. */
export type ArticleFacts = { find: (articleId: string) => Promise<ArticleFact | null> }

/** Ours to answer for: syntax, unknown column, unknown function, type mismatch and bad arguments. */
const faults = new Set(['42', '43', '46', '47', '53', '62'])

export function openArticleFacts(client: ClickHouseClient): ArticleFacts {
  const query = `
    SELECT toString(author_id) AS author, status, toUnixTimestamp64Milli(created_at) AS created
    FROM ${clickhouseDatabase}.articles WHERE id = {id:UUID}`
  const ask = async (id: string) => {
    const answer = await client.query({ query, query_params: { id }, format: 'JSONEachRow' })
    return answer.json<{ author: string; status: string; created: string | number }>()
  }
  return {
    find: async (id) => {
      const isFault = (error: unknown) => error instanceof ClickHouseError && faults.has(error.code)
      const [row] = await orUnavailable(ask(id), isFault)
      if (!row) return null
      const { author, status, created } = row
      return { id, authorId: author, status, createdAt: new Date(Number(created)) }
    },
  }
}
