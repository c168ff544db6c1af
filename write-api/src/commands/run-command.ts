import type { ConsistencyToken } from '@broadsheet/contracts/token'
import { escapeLiteral, type Pool, type PoolClient, type QueryResult } from 'pg'
import { databaseOf, type Database } from '../database/connect.ts'
import { isContention, isUnavailable } from '../database/failures.ts'

/** Who asked, so that a trace runs from the request to the read model. */
export type CommandOrigin = { trackId: string; traceparent: string | null }
export type Committed<T> = { result: T; token: ConsistencyToken }

const attempts = 3
const low32 = 0xffff_ffffn

/**
 * Runs `work` in one transaction and says where in the change stream it is. Rejects, with nothing
 * written, when `work` does or when Postgres did not commit. Work that met a deadlock runs again.
 */
export async function runCommand<T>(
  pool: Pool,
  origin: CommandOrigin,
  work: (db: Database) => Promise<T>,
): Promise<Committed<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, origin, work)
    } catch (error) {
      if (attempt === attempts || !isContention(error)) throw error
    }
  }
}

async function runOnce<T>(
  pool: Pool,
  origin: CommandOrigin,
  work: (db: Database) => Promise<T>,
): Promise<Committed<T>> {
  const client = await pool.connect()
  let unfit: Error | undefined
  try {
    const { xid, incarnation } = await begin(client, origin)
    const result = await work(databaseOf(client))
    return { result, token: { incarnation, xid, lsn: await commit(client) } }
  } catch (error) {
    unfit = isUnavailable(error) ? (error as Error) : await rollBack(client)
    throw error
  } finally {
    client.release(unfit)
  }
}

/** The message marks the transaction in the stream even when no published row changes. */
async function begin(client: PoolClient, origin: CommandOrigin) {
  const message = escapeLiteral(JSON.stringify(origin))
  const [, { rows }] = await statements(
    client,
    `BEGIN; SELECT pg_logical_emit_message(true, 'command', ${message}),
       pg_current_xact_id()::text AS xid, (SELECT max(n) FROM ops.incarnations) AS incarnation`,
  )
  const [row] = rows as { xid: string; incarnation: number }[]
  if (!row?.incarnation) throw new Error('the database names no incarnation of the change stream')
  return { xid: Number(BigInt(row.xid) & low32), incarnation: row.incarnation }
}

/**
 * The WAL position at or after the end of the commit record. After an error that `work` swallowed,
 * COMMIT raises nothing and answers ROLLBACK: its tag alone says whether there was a commit.
 */
async function commit(client: PoolClient): Promise<bigint> {
  const [committed, { rows }] = await statements(
    client,
    `COMMIT; SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text AS lsn`,
  )
  if (committed.command !== 'COMMIT') {
    throw new Error('the command was not committed: a failed statement was swallowed')
  }
  return BigInt((rows as { lsn: string }[])[0]!.lsn)
}

/** Two statements in one round trip. */
async function statements(client: PoolClient, sql: string): Promise<[QueryResult, QueryResult]> {
  return (await client.query(sql)) as unknown as [QueryResult, QueryResult]
}

/** Why the connection can serve nobody any more, or undefined. */
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
