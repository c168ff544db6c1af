/** Batches and queues, heartbeats, failures, signals and notifications. */
export interface OperationOptions {
  /** Longest pause before looking for new events, in milliseconds, at most 5,000. Default 500. */
  'poll.interval.ms'?: number
  /** Time to gather events between polls, in milliseconds. Default 0. */
  'poll.dispatch.interval.ms'?: number
  /** Events in a batch. Default 2,048. */
  'max.batch.size'?: number
  /** Events between reader and batches; larger than a batch. Default 8,192. */
  'max.queue.size'?: number
  /** The same in bytes; 0 for no limit. Default 0. */
  'max.queue.size.in.bytes'?: number

  /** Time between heartbeats, in milliseconds; 0 for none. Default 0. */
  'heartbeat.interval.ms'?: number
  /** SQL run with every heartbeat. */
  'heartbeat.action.query'?: string
  /** @deprecated Use `topic.heartbeat.prefix`. */
  'heartbeat.topics.prefix'?: string

  /** Retries of connection errors; 0 for none, -1 for ever. Default -1. */
  'errors.max.retries'?: number
  /** Pause before such a retry, in milliseconds. Default 10,000. */
  'retriable.restart.connector.wait.ms'?: number
  /** Default `fail`. */
  'event.processing.failure.handling.mode'?: 'fail' | 'warn' | 'skip' | 'ignore'
  /** Default `warn`: the value becomes null. */
  'event.converting.failure.handling.mode'?: 'fail' | 'warn' | 'skip'
  /** Longest wait for threads to end, in milliseconds. Default 4,000. */
  'executor.shutdown.timeout.ms'?: number

  /** Signalling tables as `schema.table`. */
  'signal.data.collection'?: readonly string[]
  /** Default `['source']`. */
  'signal.enabled.channels'?: readonly string[]
  /** Time between looks for signals, in milliseconds. Default 5,000. */
  'signal.poll.interval.ms'?: number
  /** Retries of writing a window's bounds; -1 for ever. Default 0. */
  'signal.emit.failure.max.retries'?: number
  /** Pause before such a retry, in milliseconds. Default 10,000. */
  'signal.emit.failure.backoff.ms'?: number
  /** Path of the file, with the channel `file`. */
  'signal.file'?: string
  /** `topic`, `groupId`, `bootstrap.servers`, `poll.timeout.ms`, with the channel `kafka`. */
  [option: `signal.kafka.${string}`]: string | number
  /** Options of the consumer of that channel. */
  [option: `signal.consumer.${string}`]: string | number | boolean

  /** `sink`, `log`, `jmx`, `http` or your own. */
  'notification.enabled.channels'?: readonly string[]
  /** Needed for the channel `sink`. */
  'notification.sink.topic.name'?: string
  /** Needed for the channel `http`. */
  'notification.http.url'?: string
  /** Default 2. */
  'notification.http.retries'?: number
  /** In milliseconds. Default 5,000. */
  'notification.http.timeout.ms'?: number
  /** Allow addresses of private networks. Default false. */
  'notification.http.allow.private.networks'?: boolean

  /** Default true. */
  'statistics.metrics.enabled'?: boolean
  /** `key=value` pairs for the name of the JMX bean. */
  'custom.metric.tags'?: readonly string[]
  /** Regular expression of option names whose values are masked in logs, in place of Debezium's own. */
  'custom.sanitize.pattern'?: string
  /** Class that stores schemas. */
  'memory.management.schemas.class'?: string
  /** Class that stores tables. */
  'memory.management.tables.class'?: string
  'openlineage.integration.enabled'?: boolean
  /** `config.file.path`, `job.namespace`, `job.tags` and so on. */
  [option: `openlineage.integration.${string}`]: string | boolean | readonly string[]
}
