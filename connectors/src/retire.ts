import { connectorName, slotName } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import { isConnectError, type ConnectClient } from 'debezium-connect-client'
import type { Pool } from 'pg'

/**
 * Ends the incarnations before `current`: their connectors, and then their slots, which would hold back
 * the WAL for ever. Their topics stay until the read models that were fed from them are replaced.
 * Rejects while a slot is still in use; calling it again goes on.
 */
export async function retireBefore(
  current: number,
  parts: { client: ConnectClient; postgres: Pool; log: Log },
): Promise<void> {
  const { client, postgres, log } = parts
  for (let incarnation = 1; incarnation < current; incarnation++) {
    await client.connectors.delete(connectorName(incarnation)).catch((error: unknown) => {
      if (!isConnectError(error, 'not-found')) throw error
    })
    const { rowCount } = await postgres.query(
      `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1`,
      [slotName(incarnation)],
    )
    if (rowCount) log.warn({ incarnation }, 'retired an incarnation of the change stream')
  }
}
