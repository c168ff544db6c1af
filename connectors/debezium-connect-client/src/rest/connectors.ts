import { asFields, asOptional, asRecord, asStrings } from './answer.ts'
import { asConfig, asConnectorInfo, type ConnectorConfig } from './connector-info.ts'
import type { ConnectorInfo } from './connector-info.ts'
import { asConnectorStatus, type ConnectorStatus } from './connector-status.ts'
import { nothing, path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type Expansion = 'info' | 'status'

/** What was asked for is there; the other is absent. */
export type ExpandedConnector<E extends Expansion> = Pick<
  { info: ConnectorInfo; status: ConnectorStatus },
  E
>

export type NewConnector = {
  name: string
  config: ConnectorConfig
  /** State to be born in. RUNNING if absent. */
  initialState?: 'RUNNING' | 'PAUSED' | 'STOPPED'
}

export type Restart = {
  /** Restart tasks too, not only the connector. */
  includeTasks?: boolean
  /** Restart only what failed. */
  onlyFailed?: boolean
}

export function connectorCalls({ send }: Transport) {
  return {
    /** Names of all connectors. */
    list: (options?: CallOptions): Promise<readonly string[]> =>
      send(
        {
          method: 'GET',
          path: '/connectors',
          idempotent: true,
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
          idempotent: true,
          read: (body) => asRecord(body, 'connectors', (item, at) => asExpanded<E>(item, at)),
        },
        options,
      ),

    get: (name: string, options?: CallOptions): Promise<ConnectorInfo> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name),
          idempotent: true,
          read: (body) => asConnectorInfo(body),
        },
        options,
      ),

    config: (name: string, options?: CallOptions): Promise<ConnectorConfig> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'config'),
          idempotent: true,
          read: (body) => asConfig(body),
        },
        options,
      ),

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
          idempotent: false,
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
          idempotent: true,
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
          idempotent: true,
          read: (body) => asConnectorInfo(body),
        },
        options,
      ),

    /** The connector's offsets outlive it: see `offsets.reset`. */
    delete: (name: string, options?: CallOptions): Promise<void> =>
      send(
        { method: 'DELETE', path: path('connectors', name), idempotent: true, read: nothing },
        options,
      ),

    /** For a moment after a create it may be `not-found`. */
    status: (name: string, options?: CallOptions): Promise<ConnectorStatus> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'status'),
          idempotent: true,
          read: (body) => asConnectorStatus(body),
        },
        options,
      ),

    /** Asks for it; `waitForStatus` tells when it is so. */
    pause: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'pause'), options),

    /** Asks for it, after a pause or a stop. */
    resume: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'resume'), options),

    /** Asks for it; unlike a pause it ends the tasks, and frees what they hold. */
    stop: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'stop'), options),

    /**
     * Asks for it. Answers with the status in which what will be restarted is `RESTARTING`, or
     * undefined from a plain restart of the connector alone.
     */
    restart: (
      name: string,
      { includeTasks, onlyFailed, ...options }: Restart & CallOptions = {},
    ): Promise<ConnectorStatus | undefined> =>
      send(
        {
          method: 'POST',
          path: path('connectors', name, 'restart'),
          query: { includeTasks, onlyFailed },
          idempotent: false,
          read: (body) => asOptional(body, 'status', asConnectorStatus),
        },
        options,
      ),

    /** Topics used since it was created or they were reset; none for an unknown connector. */
    topics: (name: string, options?: CallOptions): Promise<readonly string[]> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'topics'),
          idempotent: true,
          read: (body) => asTopics(body, name),
        },
        options,
      ),

    resetTopics: (name: string, options?: CallOptions): Promise<void> =>
      send(
        {
          method: 'PUT',
          path: path('connectors', name, 'topics', 'reset'),
          idempotent: true,
          read: nothing,
        },
        options,
      ),
  }
}

function changeState(name: string, to: 'pause' | 'resume' | 'stop') {
  const method = 'PUT' as const
  return { method, path: path('connectors', name, to), idempotent: true, read: nothing }
}

function asExpanded<E extends Expansion>(value: unknown, at: string): ExpandedConnector<E> {
  const { info, status } = asFields(value, at)
  const expanded = {
    ...(info !== undefined && { info: asConnectorInfo(info, `${at}.info`) }),
    ...(status !== undefined && { status: asConnectorStatus(status, `${at}.status`) }),
  }
  return expanded as ExpandedConnector<E>
}

function asTopics(body: unknown, name: string): readonly string[] {
  const used = asFields(asFields(body, 'topics')[name], `topics.${name}`)
  return asStrings(used['topics'], `topics.${name}.topics`)
}
