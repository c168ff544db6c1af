import type { Log } from '@broadsheet/platform/log'
import { drizzle, type NodePgClient, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'

/** The tables, inside a command's transaction or outside of any. */
export type Database = NodePgDatabase

export function databaseOf(client: NodePgClient): Database {
  return drizzle({ client })
}

/** Connections that give up rather than wait for ever: no request may hang on the database. */
export function connectPostgres(url: string, log: Log): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'write-api',
    max: 16,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 15_000,
    query_timeout: 12_000,
    keepAlive: true,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'postgres is away'))
  // A connection that is lost while a command holds it would otherwise end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
