import { asFields, asRecord, asStrings } from './answer.ts'
import {
  asConfig,
  asConnectorInfo,
  type ConnectorConfig,
  type ConnectorInfo,
} from './connector-info.ts'
import { asConnectorStatus, type ConnectorStatus } from './connector-status.ts'
import { path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type Expansion = 'info' | 'status'

/** What was asked for is there; the other is absent. */
export type ExpandedConnector<E extends Expansion> = Pick<
  { info: ConnectorInfo; status: ConnectorStatus },
  E
>

export function connectorReads({ send }: Transport) {
  return {
    /** Names of all connectors. */
    list: (options?: CallOptions): Promise<readonly string[]> =>
      send(
        {
          method: 'GET',
          path: '/connectors',
          read: (body) => asStrings(body, 'connectors'),
        },
        options,
      ),

    /** All connectors by name, each with its info, its status, or both. */
    expand: <E extends Expansion>(
      expansions: readonly [E, ...E[]],
      options?: CallOptions,
    ): Promise<Readonly<Record<string, ExpandedConnector<E>>>> =>
      send(
        {
          method: 'GET',
          path: '/connectors',
          query: { expand: expansions },
          read: (body) => asRecord(body, 'connectors', (item, at) => asExpanded<E>(item, at)),
        },
        options,
      ),

    get: (name: string, options?: CallOptions): Promise<ConnectorInfo> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name),
          read: (body) => asConnectorInfo(body),
        },
        options,
      ),

    config: (name: string, options?: CallOptions): Promise<ConnectorConfig> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'config'),
          read: (body) => asConfig(body),
        },
        options,
      ),

    /** For a moment after a create it may be `not-found`. */
    status: (name: string, options?: CallOptions): Promise<ConnectorStatus> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'status'),
          read: (body) => asConnectorStatus(body),
        },
        options,
      ),
  }
}

function asExpanded<E extends Expansion>(value: unknown, at: string): ExpandedConnector<E> {
  const { info, status } = asFields(value, at)
  const expanded = {
    ...(info !== undefined && { info: asConnectorInfo(info, `${at}.info`) }),
    ...(status !== undefined && { status: asConnectorStatus(status, `${at}.status`) }),
  }
  return expanded as ExpandedConnector<E>
}
