/** What an event looks like, and the topics it goes to. */
export interface EventOptions {
  /** Prefix of every topic, and the connector's name for the server: unique, and never changed. */
  'topic.prefix': string
  /** Between the parts of a topic's name. Default `.`. */
  'topic.delimiter'?: string
  /** Class that names topics. */
  'topic.naming.strategy'?: string
  /** Topic names held in memory. Default 10,000. */
  'topic.cache.size'?: number
  /** Default `__debezium-heartbeat`, before the topic prefix. */
  'topic.heartbeat.prefix'?: string
  /** Whole name of the heartbeat topic. */
  'topic.heartbeat.name'?: string
  /** Last part of the name of the transaction topic. Default `transaction`. */
  'topic.transaction'?: string

  /** Begin and end of every transaction to the transaction topic, and its id and order on rows. Default false. */
  'provide.transaction.metadata'?: boolean
  /** Class that makes these. */
  'transaction.metadata.factory'?: string
  /** After a delete event also one without value, so that compaction may forget the key. Default true. */
  'tombstones.on.delete'?: boolean
  /** Stands for a TOASTed value that did not change. Default `__debezium_unavailable_value`. */
  'unavailable.value.placeholder'?: string
  /** Debezium's headers on every record. Default true. */
  'extended.headers.enabled'?: boolean
  /** Class that makes the `source` block. */
  'sourceinfo.struct.maker'?: string

  /** Default `bytes`. */
  'binary.handling.mode'?: 'bytes' | 'base64' | 'base64-url-safe' | 'hex'
  /** Default `precise`. */
  'decimal.handling.mode'?: 'precise' | 'string' | 'double'
  /** Default `json`. */
  'hstore.handling.mode'?: 'json' | 'map'
  /** Default `numeric`, in microseconds. */
  'interval.handling.mode'?: 'numeric' | 'string'
  /** Digits after the point of `money`. Default 2. */
  'money.fraction.digits'?: number
  /** Default `adaptive`. */
  'time.precision.mode'?:
    | 'adaptive'
    | 'adaptive_time_microseconds'
    | 'connect'
    | 'isostring'
    | 'microseconds'
    | 'nanoseconds'
    | 'structured'
  /** Columns of types that Debezium doesn't know, as bytes. Default false. */
  'include.unknown.datatypes'?: boolean
  /** Default false. */
  'include.schema.comments'?: boolean
  /** Columns whose database type and length go into the schema. */
  'column.propagate.source.type'?: readonly string[]
  /** The same by data type. */
  'datatype.propagate.source.type'?: readonly string[]
  /** Default `columns_diff`. */
  'schema.refresh.mode'?: 'columns_diff' | 'columns_diff_exclude_unchanged_toast'
  /** Default `none`. */
  'schema.name.adjustment.mode'?: 'none' | 'avro' | 'avro_unicode'
  /** Default `none`. */
  'field.name.adjustment.mode'?: 'none' | 'avro' | 'avro_unicode'
  /** Names of converters of single types; their options go in as untyped ones. */
  converters?: readonly string[]
  /** Names of post processors; their options go in as untyped ones. */
  'post.processors'?: readonly string[]
}
