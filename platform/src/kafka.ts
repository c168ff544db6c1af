import { Kafka, logLevel, type Admin, type KafkaConfig, type LogEntry } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

/** A Kafka client that logs through ours; `other` replaces settings, such as how often it tries. */
export function connectKafka(
  brokers: string[],
  clientId: string,
  log: Log,
  other: Partial<KafkaConfig> = {},
): Kafka {
  ignoreNegativeTimeouts()
  return new Kafka({
    clientId,
    brokers,
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) =>
      log[entry.level === logLevel.ERROR ? 'warn' : 'debug'](aboutOf(entry), entry.log.message),
    ...other,
  })
}

/** A topic that was just made has no leader at first. */
const leaderTries = { times: 30, everyMs: 100 }

/** `settings`: the topic's own, by Kafka's names. */
type TopicShape = { partitions: number; settings?: Record<string, string> }

/** Makes a topic if it is missing; one that is there is left as it is. Resolves when it can be used. */
export async function ensureTopic(
  kafka: Kafka,
  topic: string,
  { partitions, settings = {} }: TopicShape,
): Promise<void> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    if ((await admin.listTopics()).includes(topic)) return
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
    const made = { topic, numPartitions: partitions, replicationFactor: -1, configEntries }
    // kafkajs waits for leaders, but gives up on a topic that the broker asked does not know yet.
    await admin.createTopics({ topics: [made], waitForLeaders: false })
    await untilLed(admin, topic)
  } finally {
    await admin.disconnect()
  }
}

async function untilLed(admin: Admin, topic: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin.fetchTopicMetadata({ topics: [topic] })
      return
    } catch (error) {
      if (tries === leaderTries.times) throw error
      await pause(leaderTries.everyMs)
    }
  }
}

function aboutOf({ namespace, log }: LogEntry) {
  const { message: _message, timestamp: _timestamp, ...about } = log
  return { kafka: namespace, ...about }
}

/** kafkajs 2.2.4 computes negative delays; Node 24 warns of each, and nothing is wrong. */
function ignoreNegativeTimeouts(): void {
  const warn = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'TimeoutNegativeWarning') return
    Reflect.apply(warn, process, [warning, ...rest])
  }) as typeof process.emitWarning
}
