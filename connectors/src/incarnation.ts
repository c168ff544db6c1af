import { incarnationKey } from '@broadsheet/contracts/changes'
import { changeTopic } from '@broadsheet/contracts/names'
import { ensureTopic } from '@broadsheet/platform/kafka'
import type { Kafka } from 'kafkajs'
import type { Pool } from 'pg'

/** A record holds the row before and after, each up to 500,000 characters, escaped. */
export const maxRecordBytes = 16 * 1024 * 1024

const changeTopicShape = {
  partitions: 1,
  settings: { 'cleanup.policy': 'compact', 'max.message.bytes': String(maxRecordBytes) },
}

/** The number of the stream that write-api stamps its tokens with. */
export async function currentIncarnation(postgres: Pool): Promise<number> {
  const { rows } = await postgres.query<{ n: number }>('SELECT max(n) AS n FROM ops.incarnations')
  const n = rows[0]?.n
  if (n == null) throw new Error('ops.incarnations is empty: write-api has not migrated yet')
  return n
}

/**
 * Makes the change topic of an incarnation, with the record that says which one it is as its first.
 * One partition: one WAL is one ordered sequence, and the topic keeps its order. Compacted by key: it
 * holds the newest image of every row for ever.
 */
export async function ensureChangeTopic(kafka: Kafka, incarnation: number): Promise<void> {
  const topic = changeTopic(incarnation)
  const admin = kafka.admin()
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  try {
    await admin.connect()
    await ensureTopic(kafka, topic, changeTopicShape)
    const [partition] = await admin.fetchTopicOffsets(topic)
    if (partition?.high !== '0') return
    await producer.connect()
    const key = JSON.stringify(incarnationKey)
    await producer.send({ topic, messages: [{ key, value: JSON.stringify({ incarnation }) }] })
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect()])
  }
}
