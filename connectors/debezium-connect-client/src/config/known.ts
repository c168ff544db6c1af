import type { OptionValue } from './value.ts'

type Untyped = Readonly<Record<string, OptionValue | undefined>>
type None = Readonly<Record<never, never>>
type KeyOrValue<C extends string> = `${C}$Key` | `${C}$Value`

/** Options of well-known transforms by class. Others take any options. */
export interface KnownTransforms {
  /** Rename topics, and tell the keys of their records apart. */
  'io.debezium.transforms.ToLogicalTopicRouter': {
    /** Java regular expression of topics; others pass unchanged. */
    'topic.regex': string
    /** Name of the new topic, with `$1` for groups. */
    'topic.replacement': string
    /** Add a field to keys so that those of different tables differ. Default true. */
    'key.enforce.uniqueness'?: boolean
    /** Name of that field. Default `__dbz__physicalTableIdentifier`. */
    'key.field.name'?: string
    /** Java regular expression of topics, whose groups make the field's value. */
    'key.field.regex'?: string
    /** Value of the field, with `$1` for groups. */
    'key.field.replacement'?: string
    /** Topics whose names and schemas are remembered. Default 16. */
    'logical.destination.cache.size'?: number
  }
  /** The row alone in place of Debezium's envelope. */
  'io.debezium.transforms.ExtractNewRecordState': {
    /** Default `tombstone`. */
    'delete.tombstone.handling.mode'?:
      | 'drop'
      | 'tombstone'
      | 'rewrite'
      | 'rewrite-with-tombstone'
      | 'delete-to-tombstone'
    /** Fields of the envelope or its source block to add, like `op` or `source.lsn`. */
    'add.fields'?: readonly string[]
    /** Default `__`. */
    'add.fields.prefix'?: string
    'add.headers'?: readonly string[]
    /** Default `__`. */
    'add.headers.prefix'?: string
    'route.by.field'?: string
    'drop.fields.header.name'?: string
    'drop.fields.from.key'?: boolean
    'drop.fields.keep.schema.compatible'?: boolean
  }
  /** The content of a logical message as an event. */
  'io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent': {
    /** Default false. */
    'fields.null.include'?: boolean
  }
  /** The key made of fields of the value. */
  'org.apache.kafka.connect.transforms.ValueToKey': {
    fields: readonly string[]
    /** Default true. */
    'replace.null.with.default'?: boolean
  }
  'org.apache.kafka.connect.transforms.RegexRouter': {
    /** Java regular expression that must match the whole topic. */
    regex: string
    /** Name of the new topic, with `$1` for groups. */
    replacement: string
  }
  'org.apache.kafka.connect.transforms.InsertHeader': { header: string; 'value.literal': string }
  'org.apache.kafka.connect.transforms.DropHeaders': { headers: readonly string[] }
  /** Drops the records, so give it a predicate. */
  'org.apache.kafka.connect.transforms.Filter': None
}

/** Options of transforms that come in two classes, for keys and for values. */
export interface KnownTwinTransforms {
  'org.apache.kafka.connect.transforms.ReplaceField': {
    include?: readonly string[]
    exclude?: readonly string[]
    /** As `from:to`. */
    renames?: readonly string[]
    /** Default true. */
    'replace.null.with.default'?: boolean
  }
  'org.apache.kafka.connect.transforms.ExtractField': {
    field: string
    /** Default true. */
    'replace.null.with.default'?: boolean
    /** V2 allows dotted paths. Default V1. */
    'field.syntax.version'?: 'V1' | 'V2'
  }
}

/** Options of well-known predicates by class. Others take any options. */
export interface KnownPredicates {
  'org.apache.kafka.connect.transforms.predicates.TopicNameMatches': {
    /** Java regular expression that must match the whole topic. */
    pattern: string
  }
  'org.apache.kafka.connect.transforms.predicates.HasHeaderKey': { name: string }
  'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone': None
}

export type TransformType =
  | keyof KnownTransforms
  | KeyOrValue<keyof KnownTwinTransforms>
  | (string & {})

export type TransformOptions<T extends TransformType> = T extends keyof KnownTransforms
  ? KnownTransforms[T]
  : T extends KeyOrValue<infer C extends keyof KnownTwinTransforms>
    ? KnownTwinTransforms[C]
    : Untyped

export type PredicateType = keyof KnownPredicates | (string & {})

export type PredicateOptions<T extends PredicateType> = T extends keyof KnownPredicates
  ? KnownPredicates[T]
  : Untyped
