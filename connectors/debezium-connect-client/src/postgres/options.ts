import type { SourceConnectorOptions } from '../config/source-connector.ts'
import type { CaptureOptions } from './capture.ts'
import type { DatabaseOptions } from './database.ts'
import type { EventOptions } from './events.ts'
import type { OperationOptions } from './operation.ts'
import type { ReplicationOptions } from './replication.ts'
import type { SnapshotOptions } from './snapshot.ts'

/**
 * Options of the Debezium Postgres connector 3.7 under their official names. Durations are
 * milliseconds where the name says `ms`; sizes are counts unless the name says bytes. Transforms
 * and predicates are declared apart, in `postgresConnector`.
 */
export interface PostgresOptions
  extends
    SourceConnectorOptions,
    DatabaseOptions,
    ReplicationOptions,
    CaptureOptions,
    SnapshotOptions,
    EventOptions,
    OperationOptions {}
