import {
  hiddenComment,
  hiddenKey,
  parkedStats,
  parkedStatsPrefix,
  statsRow,
  type ProjectionName,
} from '@broadsheet/contracts/names'
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
  /** Asks which rows are hidden: the member that read before may have parked some. */
  learn: () => Promise<void>
}

/** Only its own mark: a command may have hidden the same meanwhile. */
const removeMark = `
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
`

export function openDeadLetters(
  parts: { postgres: Pool; redis: Redis; parked: Counter; log: Log },
  projection: ProjectionName,
  topic: string,
): DeadLetters {
  const { postgres, redis, parked, log } = parts
  let hidden = new Map<string, string>()
  return {
    learn: async () => {
      const marks = Object.entries(await redis.hgetall(hiddenKey))
      hidden = new Map(marks.filter(([, mark]) => isMarkOf(projection, mark)))
    },
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
      const [id, mark] = markOf(projection, record) ?? []
      if (id !== undefined && mark !== undefined) {
        await redis.hset(hiddenKey, id, mark)
        hidden.set(id, mark)
      }
      parked.inc({ projection })
      log.error({ projection, offset: String(record.offset), err: error }, 'parked a change')
    },
    healed: async (records) => {
      if (hidden.size === 0) return
      for (const record of records) {
        const [id] = markOf(projection, record) ?? []
        const mark = id === undefined ? undefined : hidden.get(id)
        if (id === undefined || mark === undefined) continue
        await redis.eval(removeMark, 1, hiddenKey, id, mark)
        hidden.delete(id)
      }
    },
  }
}

const searchMark = 'parked:search'
const isMarkOf = (projection: ProjectionName, mark: string) =>
  (projection === 'search' && mark === searchMark) ||
  (projection === 'stats' && mark.startsWith(parkedStatsPrefix))

/**
 * What stands in `hidden` for a parked row, and its mark. Search shows the text that the change may have
 * taken back, so nobody shows the row; what stats could not take is wrong in the statistics alone.
 */
function markOf(projection: ProjectionName, record: RawRecord): [string, string] | undefined {
  const { __table: table, id, article_id: article, user_id: user } = parsed(record.key)
  const isArticle = table === 'articles' && typeof id === 'string'
  const isComment = table === 'comments' && typeof id === 'number'
  if (projection === 'search') {
    if (isArticle) return [id, searchMark]
    return isComment ? [hiddenComment(id), searchMark] : undefined
  }
  if (projection !== 'stats') return undefined
  if (isArticle) return [statsRow(table, id), parkedStats(id)]
  if (isComment) return [statsRow(table, id), parkedStats(articleOf(record))]
  const isFavorite = table === 'favorites' && typeof article === 'string'
  return isFavorite ? [statsRow(table, article, user), parkedStats(article)] : undefined
}

/** The article of a row that is not its key, as far as the row can be read. */
function articleOf({ value }: RawRecord): string {
  const { before, after } = parsed(value)
  const { article_id: article } = Object(after ?? before) as Record<string, unknown>
  return typeof article === 'string' ? article : ''
}

/** A JSON object; an empty one when it is none: that names nothing. */
function parsed(bytes: Buffer | null): Record<string, unknown> {
  try {
    return Object(JSON.parse(bytes?.toString() ?? '')) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** Postgres text holds no NUL; a parked message must be storable whatever it is. */
function text(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString().replaceAll('\0', '\\u0000')
}
