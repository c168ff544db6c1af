import { clickhouseDatabase, viewsTable } from '@broadsheet/contracts/names'
import type { ViewEvent } from '@broadsheet/contracts/views'
import type { ClickHouseClient } from '@clickhouse/client'
import { migrate } from './migrations.ts'

/** A view and the place where it was read. */
export type ReadView = { event: ViewEvent; partition: number; offset: bigint }

/** ClickHouse as the store of views. Every method rejects while it is away, and may be called again. */
export type ViewStore = {
  /** Makes what is missing of its tables. */
  prepare: () => Promise<void>
  /** The offset after the greatest that it has of a partition; null without any. */
  position: (partition: number) => Promise<bigint | null>
  /** What is inserted twice, alone or in another company, counts once. */
  insert: (views: readonly ReadView[]) => Promise<void>
}

export function openViewStore(client: ClickHouseClient, database = clickhouseDatabase): ViewStore {
  const table = `${database}.${viewsTable}`
  return {
    prepare: () => migrate(client, database),
    position: async (partition) => {
      const answer = await client.query({
        query: `SELECT count() AS views, toString(max(offset)) AS last FROM ${table}
                WHERE partition = {partition:UInt16}`,
        query_params: { partition },
        format: 'JSONEachRow',
      })
      const [row] = await answer.json<{ views: string | number; last: string }>()
      return row && Number(row.views) > 0 ? BigInt(row.last) + 1n : null
    },
    insert: async (views) => {
      if (views.length === 0) return
      await client.insert({ table, values: views.map(rowOf), format: 'JSONEachRow' })
    },
  }
}

function rowOf({ event, partition, offset }: ReadView) {
  const { id, articleId, at, visitor, referrer } = event
  return {
    id,
    article_id: articleId,
    // As a DateTime64 is read without a setting.
    at: new Date(at).toISOString().replace('T', ' ').slice(0, -1),
    visitor,
    referrer: referrer ?? '',
    partition,
    offset: String(offset),
  }
}
