import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { ClickHouseClient } from '@clickhouse/client'
import { rowsOf } from '../clickhouse.ts'

export type ArticleFact = { id: string; authorId: string; status: string; createdAt: Date }

/** What the stats store knows of articles; null for one that it has not, 503 while it is away. */
export type ArticleFacts = { find: (articleId: string) => Promise<ArticleFact | null> }

export function openArticleFacts(client: ClickHouseClient): ArticleFacts {
  const sql = `
    SELECT toString(author_id) AS author, status, toUnixTimestamp64Milli(created_at) AS created
    FROM ${clickhouseDatabase}.articles WHERE id = {id:UUID}`
  return {
    find: async (id) => {
      const [row] = await rowsOf<FactRow>(client, { sql, params: { id } })
      if (!row) return null
      const { author, status, created } = row
      return { id, authorId: author, status, createdAt: new Date(Number(created)) }
    },
  }
}

type FactRow = { author: string; status: string; created: string | number }
