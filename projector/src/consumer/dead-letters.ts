import { hiddenComment, hiddenKey, type ProjectionName } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import type { Redis } from 'ioredis'
import type { Pool } from 'pg'
import type { Counter } from 'prom-client'
import type { RawRecord } from './decode.ts'

/**
 * Where poison goes: parked in Postgres and counted, its article or comment hidden, the stream flows on.
 */
export type DeadLetters = {
  /** Rejects while Postgres is away: a poison record then holds its projection. */
  park: (record: RawRecord, error: unknown) => Promise<void>
  /** Later images of these rows were applied: row images are whole, so they are shown again. */
  healed: (records: readonly RawRecord[]) => Promise<void>
}

/** Only its own mark: a command may have hidden the same meanwhile. */
const removeMark = `
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
`

export async function openDeadLetters(
  parts: { postgres: Pool; redis: Redis; parked: Counter; log: Log },
  projection: ProjectionName,
  topic: string,
): Promise<DeadLetters> {
  const { postgres, redis, parked, log } = parts
  const mark = `parked:${projection}`
  const marks = Object.entries(await redis.hgetall(hiddenKey))
  const hidden = new Set(marks.filter(([, by]) => by === mark).map(([id]) => id))
  return {
    park: async (record, error) => {
      await postgres.query(
        `INSERT INTO ops.dead_letters (topic, partition, "offset", key, message, consumer, error)
         VALUES ($1, 0, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [
          topic,
          record.offset,
          text(record.key),
          text(record.value),
          projection,
          text(Buffer.from(String(error))),
        ],
      )
      const id = hiddenIdOf(record)
      // Of the stores, search alone shows the text that this change may have taken back.
      if (projection === 'search' && id) {
        await redis.hset(hiddenKey, id, mark)
        hidden.add(id)
      }
      parked.inc({ projection })
      log.error({ projection, offset: String(record.offset), err: error }, 'parked a change')
    },
    healed: async (records) => {
      if (hidden.size === 0) return
      for (const record of records) {
        const id = hiddenIdOf(record)
        if (!id || !hidden.has(id)) continue
        await redis.eval(removeMark, 1, hiddenKey, id, mark)
        hidden.delete(id)
      }
    },
  }
}

/** What readers see of the row, as `hidden` names it: an article or a comment. */
function hiddenIdOf(record: RawRecord): string | undefined {
  try {
    const key = JSON.parse(record.key?.toString() ?? '') as { __table?: string; id?: unknown }
    if (key.__table === 'articles' && typeof key.id === 'string') return key.id
    if (key.__table === 'comments' && typeof key.id === 'number') return hiddenComment(key.id)
  } catch {
    // A key that cannot be read names nothing.
  }
  return undefined
}

/** Postgres text holds no NUL; a parked message must be storable whatever it is. */
function text(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString().replaceAll('\0', '\\u0000')
}
