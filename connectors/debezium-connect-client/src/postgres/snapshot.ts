/** The snapshot of what is there before streaming begins, and incremental snapshots. */
export interface SnapshotOptions {
  /** Default `initial`: once, when no position is stored. */
  'snapshot.mode'?:
    | 'always'
    | 'initial'
    | 'initial_only'
    | 'no_data'
    | 'when_needed'
    | 'configuration_based'
    | 'custom'
  'snapshot.mode.custom.name'?: string
  'snapshot.mode.configuration.based.snapshot.data'?: boolean
  'snapshot.mode.configuration.based.snapshot.schema'?: boolean
  'snapshot.mode.configuration.based.start.stream'?: boolean
  'snapshot.mode.configuration.based.snapshot.on.schema.error'?: boolean
  'snapshot.mode.configuration.based.snapshot.on.data.error'?: boolean
  /** Captured tables to snapshot, as regular expressions. Default: all captured. */
  'snapshot.include.collection.list'?: readonly string[]
  /** Tables as `schema.table` whose rows are selected by a statement of their own. */
  'snapshot.select.statement.overrides'?: readonly string[]
  /** The statement for one table, by `schema.table`. */
  [statement: `snapshot.select.statement.overrides.${string}`]: string
  /** Default `select_all`. */
  'snapshot.query.mode'?: 'select_all' | 'custom'
  'snapshot.query.mode.custom.name'?: string
  /** Default `serializable`. */
  'snapshot.isolation.mode'?:
    | 'serializable'
    | 'repeatable_read'
    | 'read_committed'
    | 'read_uncommitted'
  /** Default `none`. */
  'snapshot.locking.mode'?: 'shared' | 'none' | 'custom'
  'snapshot.locking.mode.custom.name'?: string
  /** Longest wait for locks, in milliseconds. Default 10,000. */
  'snapshot.lock.timeout.ms'?: number
  /** Time between start and snapshot, in milliseconds. Default 0. */
  'snapshot.delay.ms'?: number
  /** Time between snapshot and streaming, in milliseconds. Default 0. */
  'streaming.delay.ms'?: number
  /** Rows held in memory. */
  'snapshot.fetch.size'?: number
  /** Threads that read tables. Default 1. */
  'snapshot.max.threads'?: number
  /** Chunks of a table per thread. Default 1. */
  'snapshot.max.threads.multiplier'?: number
  /** One thread per table rather than chunks. Default false. */
  'legacy.snapshot.max.threads'?: boolean
  /** Default `disabled`. */
  'snapshot.tables.order.by.row.count'?: 'ascending' | 'descending' | 'disabled'

  /** Rows of a chunk of an incremental snapshot. Default 1,024. */
  'incremental.snapshot.chunk.size'?: number
  'incremental.snapshot.allow.schema.changes'?: boolean
  /** Default `INSERT_INSERT`. */
  'incremental.snapshot.watermarking.strategy'?: 'INSERT_INSERT' | 'INSERT_DELETE'
  /** Signal without writing to the signalling table. Default false. */
  'read.only'?: boolean
}
