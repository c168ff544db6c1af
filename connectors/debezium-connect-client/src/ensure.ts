import type { ConnectorConfig } from './rest/connector-info.ts'
import type { ConnectorCalls } from './rest/connectors.ts'
import { isConnectError } from './rest/errors.ts'
import type { CallOptions } from './rest/transport.ts'

export type Ensured = {
  outcome: 'created' | 'updated' | 'unchanged'
  /** Names of the options that were added, changed or removed; values may be secret. */
  changed: readonly string[]
}

/**
 * Makes the connector have exactly this configuration, and leaves it alone if it has: a `PUT` of
 * the same configuration would restart it.
 */
export async function ensureConnector(
  connectors: Pick<ConnectorCalls, 'config' | 'putConfig'>,
  name: string,
  config: ConnectorConfig,
  options?: CallOptions,
): Promise<Ensured> {
  const current = await currentConfig(connectors, name, options)
  const changed = changedOptions(current ?? {}, { ...config, name })
  if (current && changed.length === 0) return { outcome: 'unchanged', changed }
  const { created } = await connectors.putConfig(name, config, options)
  return { outcome: created ? 'created' : 'updated', changed }
}

/** Names of the options in which two configurations differ, sorted. */
export function changedOptions(from: ConnectorConfig, to: ConnectorConfig): readonly string[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...names].filter((name) => from[name] !== to[name]).toSorted()
}

async function currentConfig(
  connectors: Pick<ConnectorCalls, 'config'>,
  name: string,
  options: CallOptions | undefined,
): Promise<ConnectorConfig | undefined> {
  try {
    return await connectors.config(name, options)
  } catch (error) {
    if (isConnectError(error, 'not-found')) return undefined
    throw error
  }
}
