import { asFields, asList, asNumber, asRecord, asString } from './answer.ts'
import type { ConnectorType } from './connector-status.ts'

/** Connect's own form of a configuration: official option names, and every value a string. */
export type ConnectorConfig = Readonly<Record<string, string>>

export type TaskId = { connector: string; task: number }

export type ConnectorInfo = {
  name: string
  type: ConnectorType
  /** As it was sent, passwords in the clear, with `name` added. */
  config: ConnectorConfig
  tasks: readonly TaskId[]
}

export function asConnectorInfo(value: unknown, at = 'connector'): ConnectorInfo {
  const info = asFields(value, at)
  return {
    name: asString(info['name'], `${at}.name`),
    type: asString(info['type'], `${at}.type`),
    config: asConfig(info['config'], `${at}.config`),
    tasks: asList(info['tasks'], `${at}.tasks`, asTaskId),
  }
}

export function asConfig(value: unknown, at = 'config'): ConnectorConfig {
  return asRecord(value, at, asString)
}

export function asTaskId(value: unknown, at: string): TaskId {
  const id = asFields(value, at)
  return {
    connector: asString(id['connector'], `${at}.connector`),
    task: asNumber(id['task'], `${at}.task`),
  }
}
