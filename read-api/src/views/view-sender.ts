import { within } from '@broadsheet/platform/within'
import { viewsTopic } from '@broadsheet/contracts/names'
import { viewsTopicShape, type ViewEvent } from '@broadsheet/contracts/views'
import { ensureTopic } from '@broadsheet/platform/kafka'
import type { Kafka, Producer } from 'kafkajs'

/** One attempt is over after this, however Kafka hangs. */
const attemptMs = 5_000

/** What Kafka does to a batch: all its in-sync replicas have it, or `send` rejects. */
export type ViewSender = {
  send: (events: readonly ViewEvent[]) => Promise<void>
  close: () => Promise<void>
}

/**
 * Sends views, by article. The client is to make few tries of its own: when to try again is for the
 * caller to know. After a failure the next attempt begins with a new connection.
 */
export function openViewSender(kafka: Kafka, topic = viewsTopic): ViewSender {
  let connecting: Promise<Producer> | undefined
  const disconnect = async () => {
    const old = connecting
    connecting = undefined
    await old?.then((producer) => producer.disconnect())
  }
  const connect = async () => {
    await ensureTopic(kafka, topic, viewsTopicShape)
    const producer = kafka.producer({ allowAutoTopicCreation: false })
    await producer.connect()
    return producer
  }
  const produce = async (events: readonly ViewEvent[]) => {
    connecting ??= connect()
    const producer = await connecting
    const messages = events.map((event) => ({
      key: event.articleId,
      value: JSON.stringify(event),
    }))
    await producer.send({ topic, acks: -1, timeout: attemptMs, messages })
  }
  return {
    send: async (events) => {
      try {
        await within(attemptMs, produce(events))
      } catch (error) {
        // Not awaited: it may hang as the attempt did.
        disconnect().catch(() => {})
        throw error
      }
    },
    close: () => disconnect().catch(() => {}),
  }
}
