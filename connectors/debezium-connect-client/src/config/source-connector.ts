import type { OptionValue } from './value.ts'

/** Options that Connect itself reads for every source connector (Connect 4.3). */
export interface SourceConnectorOptions {
  /** Most tasks to run. Debezium Postgres always runs one. Default 1. */
  'tasks.max'?: number
  /** Range of plugin versions to use, like `[3.7,3.8)`. Default: the newest installed. */
  'connector.plugin.version'?: string

  /** Class of the converter of keys. Default: the worker's. */
  'key.converter'?: string
  /** Options of the converter of keys, like `key.converter.schemas.enable`. */
  [option: `key.converter.${string}`]: OptionValue
  /** Class of the converter of values. Default: the worker's. */
  'value.converter'?: string
  /** Options of the converter of values, like `value.converter.schemas.enable`. */
  [option: `value.converter.${string}`]: OptionValue
  /** Class of the converter of headers. Default: the worker's. */
  'header.converter'?: string
  /** Options of the converter of headers. */
  [option: `header.converter.${string}`]: OptionValue

  /** What to do when a configuration provider's value changes. Default `restart`. */
  'config.action.reload'?: 'none' | 'restart'

  /** How long to retry a failed conversion or transformation, in milliseconds; -1 for ever. Default 0. */
  'errors.retry.timeout'?: number
  /** Longest pause between such retries, in milliseconds. Default 60,000. */
  'errors.retry.delay.max.ms'?: number
  /** Whether a record that can't be converted or transformed is skipped. Default `none`. */
  'errors.tolerance'?: 'none' | 'all'
  /** Log each such error, also when it is tolerated. Default false. */
  'errors.log.enable'?: boolean
  /** Log the record too, with its content. Default false. */
  'errors.log.include.messages'?: boolean

  /** Names of further groups of topics that Connect creates, after which the group `default` applies. */
  'topic.creation.groups'?: readonly string[]
  /** Replicas of topics created; -1 for the broker's default. Needed for topic creation at all. */
  'topic.creation.default.replication.factor'?: number
  /** Partitions of topics created; -1 for the broker's default. Needed for topic creation at all. */
  'topic.creation.default.partitions'?: number
  /**
   * Further topic configuration, like `topic.creation.default.cleanup.policy`, and the `include`,
   * `exclude` and settings of the other groups.
   */
  [option: `topic.creation.${string}`]: OptionValue

  /** Options of the producer that writes the records, where the worker's override policy allows. */
  [option: `producer.override.${string}`]: OptionValue

  /** Whether to refuse the connector unless exactly-once is possible. Default `requested`. */
  'exactly.once.support'?: 'requested' | 'required'
  /** What a producer's transaction holds, under exactly-once. Default `poll`. */
  'transaction.boundary'?: 'poll' | 'interval' | 'connector'
  /** Length of a transaction, in milliseconds, with the boundary `interval`. */
  'transaction.boundary.interval.ms'?: number
  /** Topic for this connector's offsets. Default: the worker's. */
  'offsets.storage.topic'?: string
}
