import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { ClickHouseClient } from '@clickhouse/client'
import { askClickHouse } from '../clickhouse.ts'

export type ArticleFact = { id: string; authorId: string; status: string; createdAt: Date }

/** What the stats store knows of articles; null for one that it has not, 503 while it is away. */
export type ArticleFacts = { find: (articleId: string) => Promise<ArticleFact | null> }

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
      const [row] = await askClickHouse(ask(id))
      if (!row) return null
      const { author, status, created } = row
      return { id, authorId: author, status, createdAt: new Date(Number(created)) }
    },
  }
}
