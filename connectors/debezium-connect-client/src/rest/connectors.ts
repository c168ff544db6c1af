import { connectorChanges } from './connector-changes.ts'
import { connectorReads } from './connector-reads.ts'
import { connectorRuns } from './connector-runs.ts'
import type { Transport } from './transport.ts'

export type ConnectorCalls = ReturnType<typeof connectorCalls>

export function connectorCalls(over: Transport) {
  return { ...connectorReads(over), ...connectorChanges(over), ...connectorRuns(over) }
}
