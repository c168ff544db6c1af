import type { ViewEvent } from '@broadsheet/contracts/views'
import { connectKafka } from '@broadsheet/platform/kafka'
import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import type { KafkaConfig } from 'kafkajs'
import { join } from 'node:path'
import { Spool } from './spool.ts'
import { ViewRecorder } from './view-recorder.ts'
import { openViewSender } from './view-sender.ts'

export type PageViews = { record: (event: ViewEvent) => void; stop: () => Promise<void> }

/**
 * The way of this instance's page views to Kafka. `spoolFolder` may be shared, `name` is the instance's
 * own and the same after a restart. Rejects only when the folder can't be used.
 */
export async function openPageViews(parts: {
  brokers: string[]
  /** TLS and who signs in. */
  access: Pick<KafkaConfig, 'ssl' | 'sasl'>
  spoolFolder: string
  name: string
  registry: Metrics
  log: Log
}): Promise<PageViews> {
  const { brokers, access, name, registry, log } = parts
  const spool = await Spool.open(join(parts.spoolFolder, name))
  // When to try again is for the recorder to know.
  const kafka = connectKafka(brokers, name, log, { ...access, retry: { retries: 0 } })
  const sender = openViewSender(kafka)
  const recorder = new ViewRecorder({ send: sender.send, spool, registry, log })
  recorder.start()
  return {
    record: (event) => recorder.record(event),
    stop: async () => {
      await recorder.stop()
      await sender.close()
    },
  }
}
