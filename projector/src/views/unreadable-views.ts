import { viewsTopic } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import type { Pool } from 'pg'
import type { Counter } from 'prom-client'

/** A record of the views topic that is no view of any version known here. */
export type UnreadableView = {
  partition: number
  offset: bigint
  key: Buffer | null
  value: Buffer | null
  error: unknown
}

/** Parks it; rejects while that isn't possible: the record then holds its partition. */
export type ParkView = (record: UnreadableView) => Promise<void>

/** Parks in `ops.dead_letters`, once however often it is read, and counts. */
export function openUnreadableViews(
  parts: { postgres: Pool; parked: Counter; log: Log },
  topic = viewsTopic,
): ParkView {
  const { postgres, parked, log } = parts
  return async ({ partition, offset, key, value, error }) => {
    const { rowCount } = await postgres.query(
      `INSERT INTO ops.dead_letters (topic, partition, "offset", key, message, consumer, error)
       VALUES ($1, $2, $3, $4, $5, 'views', $6) ON CONFLICT DO NOTHING`,
      [topic, partition, offset, text(key), text(value), text(String(error))],
    )
    if (!rowCount) return
    parked.inc({ projection: 'views' })
    log.error({ partition, offset: String(offset), err: error }, 'parked a page view')
  }
}

/** Postgres text holds no NUL, and an error may quote what could not be read. */
function text(value: Buffer | string | null): string | null {
  return value === null ? null : value.toString().replaceAll('\0', '\\u0000')
}
