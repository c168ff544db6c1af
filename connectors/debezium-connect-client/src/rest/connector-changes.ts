import { asConnectorInfo, type ConnectorConfig, type ConnectorInfo } from './connector-info.ts'
import { nothing, path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type NewConnector = {
  name: string
  config: ConnectorConfig
  /** State to be born in. RUNNING if absent. */
  initialState?: 'RUNNING' | 'PAUSED' | 'STOPPED'
}

export function connectorChanges({ send }: Transport) {
  return {
    /** Fails with `already-exists` if the name is taken, `invalid-config` if Connect refuses it. */
    create: (
      { name, config, initialState }: NewConnector,
      options?: CallOptions,
    ): Promise<ConnectorInfo> =>
      send(
        {
          method: 'POST',
          path: '/connectors',
          body: { name, config, initial_state: initialState },
          read: (body) => asConnectorInfo(body),
        },
        options,
      ),

    /** Creates the connector or replaces its whole configuration, restarting it either way. */
    putConfig: (
      name: string,
      config: ConnectorConfig,
      options?: CallOptions,
    ): Promise<{ created: boolean; connector: ConnectorInfo }> =>
      send(
        {
          method: 'PUT',
          path: path('connectors', name, 'config'),
          body: config,
          read: (body, status) => ({ created: status === 201, connector: asConnectorInfo(body) }),
        },
        options,
      ),

    /** Sets the given options and removes those given as null. Connect 3.8 or newer. */
    patchConfig: (
      name: string,
      patch: Readonly<Record<string, string | null>>,
      options?: CallOptions,
    ): Promise<ConnectorInfo> =>
      send(
        {
          method: 'PATCH',
          path: path('connectors', name, 'config'),
          body: patch,
          read: (body) => asConnectorInfo(body),
        },
        options,
      ),

    /** The connector's offsets outlive it: see `offsets.reset`. */
    delete: (name: string, options?: CallOptions): Promise<void> =>
      send({ method: 'DELETE', path: path('connectors', name), read: nothing }, options),
  }
}
