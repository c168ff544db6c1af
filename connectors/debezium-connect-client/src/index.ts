export { connectClient, type ConnectClient, type ConnectClientOptions } from './client.ts'
export { changedOptions, type Ensured } from './ensure.ts'
export type { WaitOptions } from './wait.ts'

export { backoffMs, DEFAULT_RETRY, type RetryPolicy } from './rest/backoff.ts'
export type { ConnectorConfig, ConnectorInfo, TaskId } from './rest/connector-info.ts'
export {
  describeStatus,
  hasFailed,
  isPaused,
  isRunning,
  isStopped,
  type ConnectorStatus,
  type ConnectorType,
  type InstanceStatus,
  type State,
  type TaskStatus,
} from './rest/connector-status.ts'
export type { NewConnector } from './rest/connector-changes.ts'
export type { ExpandedConnector, Expansion } from './rest/connector-reads.ts'
export type { Restart } from './rest/connector-runs.ts'
export type { BasicAuth } from './rest/endpoint.ts'
export {
  ConfigInvalid,
  ConnectError,
  isConnectError,
  type ConnectErrorKind,
} from './rest/errors.ts'
export type { LoggerLevel, LogLevel } from './rest/loggers.ts'
export type { ConnectorOffset, OffsetAlteration } from './rest/offsets.ts'
export type { OptionDefinition } from './rest/option-definition.ts'
export type { Plugin } from './rest/plugins.ts'
export type { TaskInfo } from './rest/tasks.ts'
export type { CallOptions, Retry, TransportOptions } from './rest/transport.ts'
export type { ValidatedOption, Validation } from './rest/validation.ts'
export type { ClusterInfo, WorkerHealth } from './rest/worker.ts'

export type { KnownPredicates, KnownTransforms, KnownTwinTransforms } from './config/known.ts'
export type { SourceConnectorOptions } from './config/source-connector.ts'
export { predicate, transform, type Predicate, type Transform } from './config/transforms.ts'
export type { OptionValue } from './config/value.ts'
export {
  POSTGRES_CONNECTOR,
  postgresConnector,
  type PostgresConnector,
} from './postgres/connector.ts'
export { databaseFromUrl } from './postgres/database-url.ts'
export type { PostgresOptions } from './postgres/options.ts'
