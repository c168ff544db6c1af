/** What is captured. Lists of names are regular expressions, anchored, matched against full names. */
export interface CaptureOptions {
  /** Schemas, all but system ones if absent. Not together with `schema.exclude.list`. */
  'schema.include.list'?: readonly string[]
  'schema.exclude.list'?: readonly string[]
  /** Tables as `schema.table`. Not together with `table.exclude.list`. */
  'table.include.list'?: readonly string[]
  'table.exclude.list'?: readonly string[]
  /** Columns as `schema.table.column`. Not together with `column.exclude.list`. */
  'column.include.list'?: readonly string[]
  'column.exclude.list'?: readonly string[]
  /** Databases; of use only where one configuration serves several. */
  'database.include.list'?: readonly string[]
  'database.exclude.list'?: readonly string[]
  /** Ignore tables of the system. Default true. */
  'table.ignore.builtin'?: boolean
  /** Prefixes of logical messages (`pg_logical_emit_message`) to capture. Default: all. */
  'message.prefix.include.list'?: readonly string[]
  'message.prefix.exclude.list'?: readonly string[]
  /** c(reate), u(pdate), d(elete), t(runcate) or none. Default `['t']`. */
  'skipped.operations'?: readonly ('c' | 'u' | 'd' | 't' | 'none')[]
  /** Skip updates that change no captured column; needs REPLICA IDENTITY FULL. Default false. */
  'skip.messages.without.change'?: boolean
  /** Key columns as `schema.table:column,column`, separated by semicolons. Default: primary keys. */
  'message.key.columns'?: string

  /** Columns whose values become as many asterisks. */
  [mask: `column.mask.with.${number}.chars`]: readonly string[]
  /** Columns whose values become a hash, by algorithm and salt. */
  [hash: `column.mask.hash.${string}.with.salt.${string}`]: readonly string[]
  [hash: `column.mask.hash.v2.${string}.with.salt.${string}`]: readonly string[]
  /** Columns whose values are cut to so many characters. */
  [cut: `column.truncate.to.${number}.chars`]: readonly string[]

  /** Most tables that may be captured; 0 for no limit. Default 0. */
  'guardrail.collections.max'?: number
  /** Default `warn`. */
  'guardrail.collections.limit.action'?: 'warn' | 'fail'
}
