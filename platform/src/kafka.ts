import { Kafka, logLevel, type LogEntry } from 'kafkajs'
import type { Log } from './log.ts'

/** A Kafka client that logs through ours. */
export function connectKafka(brokers: string[], clientId: string, log: Log): Kafka {
  ignoreNegativeTimeouts()
  return new Kafka({
    clientId,
    brokers,
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) =>
      log[entry.level === logLevel.ERROR ? 'warn' : 'debug'](aboutOf(entry), entry.log.message),
  })
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
