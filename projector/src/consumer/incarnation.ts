import { changeTopicPattern } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import { untilDone } from '@broadsheet/platform/retry'
import type { Admin } from 'kafkajs'
import type { Pool } from 'pg'

/** The offset after the topic's last record. */
export async function endOffset(admin: Admin, topic: string): Promise<bigint> {
  const [partition] = await admin.fetchTopicOffsets(topic)
  return BigInt(partition?.high ?? '0')
}

async function newestIncarnation(admin: Admin): Promise<number | null> {
  const numbers = (await admin.listTopics())
    .map((topic) => Number(changeTopicPattern.exec(topic)?.[1]))
    .filter((incarnation) => !Number.isNaN(incarnation))
  return numbers.length === 0 ? null : Math.max(...numbers)
}

/** Waits for Kafka and for the change topic, which `connectors` makes. */
export function awaitIncarnation(admin: Admin, log: Log): Promise<number> {
  return untilDone(log, async () => {
    await admin.connect()
    const incarnation = await newestIncarnation(admin)
    if (incarnation === null) throw new Error('there is no change topic yet')
    return incarnation
  })
}

/** A newer incarnation replaces the stream as a whole, and this process with it. */
export function watchIncarnation(admin: Admin, incarnation: number, log: Log): void {
  const watch = async () => {
    const newest = await newestIncarnation(admin).catch(() => null)
    if (newest === null || newest <= incarnation) return
    log.warn({ incarnation, newest }, 'a new incarnation has begun, starting over')
    process.kill(process.pid, 'SIGTERM')
  }
  setInterval(() => void watch(), 1_000).unref()
}

/** Asks `connectors` for an incarnation, by its number; asking again changes nothing. */
export async function requestIncarnation(postgres: Pool, incarnation: number, log: Log) {
  const { rowCount } = await postgres
    .query('INSERT INTO ops.incarnations (n) VALUES ($1) ON CONFLICT DO NOTHING', [incarnation])
    .catch((error: unknown) => {
      log.warn({ err: error }, 'Postgres is away')
      return { rowCount: 0 }
    })
  if (rowCount) log.error({ incarnation }, 'the stream is not whole: asked for a new incarnation')
}
