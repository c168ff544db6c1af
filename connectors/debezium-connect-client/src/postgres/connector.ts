import { transformEntries, type Predicate, type Transform } from '../config/transforms.ts'
import { optionString, type OptionValue } from '../config/value.ts'
import type { ConnectorConfig } from '../rest/connector-info.ts'
import type { PostgresOptions } from './options.ts'

export const POSTGRES_CONNECTOR = 'io.debezium.connector.postgresql.PostgresConnector'

export type PostgresConnector<P extends string> = {
  options: PostgresOptions
  /** By name, for transforms to refer to. */
  predicates?: Readonly<Record<P, Predicate>>
  /** In the order in which they are applied. */
  transforms?: readonly Transform<NoInfer<P>>[]
  /** Options that have no type here, for instance of custom converters. */
  untyped?: Readonly<Record<string, OptionValue>>
}

/**
 * Connect's configuration of a Debezium Postgres connector, `connector.class` included. Options
 * that are undefined are left out. Throws a `TypeError` for what can't be right whatever the
 * server: a predicate that isn't declared, a name used twice, an option given both ways.
 */
export function postgresConnector<const P extends string = never>({
  options,
  predicates,
  transforms = [],
  untyped = {},
}: PostgresConnector<P>): ConnectorConfig {
  const config = new Map<string, string>([
    ['connector.class', POSTGRES_CONNECTOR],
    ...optionEntries(options),
    ...transformEntries(transforms, predicates ?? {}),
  ])
  for (const [name, value] of optionEntries(untyped)) {
    if (config.has(name)) throw new TypeError(`${name} is given twice, typed and untyped`)
    config.set(name, value)
  }
  return Object.fromEntries(config)
}

function optionEntries(options: object): [name: string, value: string][] {
  const entries: [string, OptionValue | undefined][] = Object.entries(options)
  return entries.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, optionString(name, value)]],
  )
}
