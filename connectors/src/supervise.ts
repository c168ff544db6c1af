import { connectorName } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import {
  describeStatus,
  hasFailed,
  isConnectError,
  isRunning,
  type ConnectClient,
  type ConnectorConfig,
  type ConnectorStatus,
} from 'debezium-connect-client'
import { Counter, Gauge, type Registry } from 'prom-client'

export class SupervisorMetrics {
  readonly restarts: Counter
  readonly running: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    this.restarts = new Counter({
      name: 'connectors_restarts_total',
      help: 'Restarts of a failed connector or task',
      registers,
    })
    this.running = new Gauge({
      name: 'connectors_running',
      help: '1 while the connector and its task run',
      registers,
    })
  }
}

/**
 * Keeps one connector as its definition says: registers it, applies a changed definition, restarts
 * what failed. Each `tick` looks once and acts once, and never throws.
 */
export class ConnectorSupervisor {
  readonly #client: ConnectClient
  readonly #name: string
  readonly #definition: ConnectorConfig
  readonly #log: Log
  readonly #metrics: SupervisorMetrics
  #missing: string[] = ['the connector is not registered yet']
  #defined = false

  constructor(
    client: ConnectClient,
    connector: { incarnation: number; definition: ConnectorConfig },
    parts: { log: Log; metrics: SupervisorMetrics },
  ) {
    this.#client = client
    this.#name = connectorName(connector.incarnation)
    this.#definition = connector.definition
    this.#log = parts.log
    this.#metrics = parts.metrics
  }

  /** What is missing for changes to flow; empty when they do. */
  get missing(): string[] {
    return this.#missing
  }

  async tick(): Promise<void> {
    try {
      if (!this.#defined) await this.#define()
      const status = await this.#client.connectors.status(this.#name)
      if (hasFailed(status)) await this.#restart(status)
      this.#missing = isRunning(status) ? [] : [describeStatus(status)]
    } catch (error) {
      // A Connect that lost its topics has no connector any more.
      if (isConnectError(error, 'not-found')) this.#defined = false
      this.#missing = [String(error)]
      this.#log.warn({ err: error }, 'Connect does not answer as it should')
    }
    this.#metrics.running.set(this.#missing.length === 0 ? 1 : 0)
  }

  async #define(): Promise<void> {
    const { outcome, changed } = await this.#client.ensureConnector(this.#name, this.#definition)
    this.#defined = true
    this.#log.info({ connector: this.#name, outcome, changed }, 'connector defined')
  }

  async #restart(status: ConnectorStatus): Promise<void> {
    const trace = [status.connector, ...status.tasks].find(({ trace }) => trace)?.trace
    this.#log.error({ connector: this.#name, status: describeStatus(status), trace }, 'restarting')
    this.#metrics.restarts.inc()
    await this.#client.connectors.restart(this.#name, { includeTasks: true, onlyFailed: true })
  }
}
