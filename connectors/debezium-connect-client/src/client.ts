import { ensureConnector, type Ensured } from './ensure.ts'
import type { ConnectorConfig } from './rest/connector-info.ts'
import type { ConnectorStatus } from './rest/connector-status.ts'
import { connectorCalls } from './rest/connectors.ts'
import { loggerCalls } from './rest/loggers.ts'
import { offsetCalls } from './rest/offsets.ts'
import { pluginCalls } from './rest/plugins.ts'
import { taskCalls } from './rest/tasks.ts'
import { transport, type CallOptions, type TransportOptions } from './rest/transport.ts'
import { workerCalls } from './rest/worker.ts'
import { waitForStatus, type WaitOptions } from './wait.ts'

export type ConnectClientOptions = TransportOptions

export type ConnectClient = ReturnType<typeof connectClient>

/**
 * A client of one worker's REST API; the worker passes on what another must do. Opens nothing
 * until it is called and needs no closing. Throws a `TypeError` for a URL that isn't one.
 */
export function connectClient(options: ConnectClientOptions) {
  const over = transport(options)
  const connectors = connectorCalls(over)
  return {
    ...workerCalls(over),
    connectors,
    tasks: taskCalls(over),
    offsets: offsetCalls(over),
    plugins: pluginCalls(over),
    loggers: loggerCalls(over),

    /** See `waitForStatus` for what counts as not yet. Predicates: `isRunning`, `isStopped` … */
    waitForStatus: (
      name: string,
      predicate: (status: ConnectorStatus) => boolean,
      wait?: WaitOptions,
    ): Promise<ConnectorStatus> => waitForStatus(connectors.status, name, predicate, wait),

    /** Creates or updates the connector only if it isn't as given already. */
    ensureConnector: (
      name: string,
      config: ConnectorConfig,
      call?: CallOptions,
    ): Promise<Ensured> => ensureConnector(connectors, name, config, call),
  }
}
