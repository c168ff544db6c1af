import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { expect, onTestFinished } from 'vitest'
import { connectClient, type ConnectClient } from './client.ts'
import { postgresConnector } from './postgres/connector.ts'
import { databaseFromUrl } from './postgres/database-url.ts'
import type { PostgresOptions } from './postgres/options.ts'
import type { ConnectorConfig } from './rest/connector-info.ts'
import { isConnectError } from './rest/errors.ts'
import type { Retry } from './rest/transport.ts'

export type TestSource = {
  /** Of the connector, the slot, the schema, the publication and the topic prefix. */
  name: string
  connect: ConnectClient
  /** Every retry of `connect` so far. */
  retries: Retry[]
  config: (more?: Partial<PostgresOptions>) => ConnectorConfig
  query: (sql: string) => Promise<unknown>
  createPublication: () => Promise<unknown>
}

/** A table to capture with a row in it, gone when the test is over with all that came of it. */
export async function testSource(stack: {
  postgres: string
  postgresFromConnect: string
  connect: string
}): Promise<TestSource> {
  const name = `dcc_${randomBytes(6).toString('hex')}`
  const retries: Retry[] = []
  const connect = connectClient({ url: stack.connect, onRetry: (retry) => retries.push(retry) })
  const postgres = new Client({ connectionString: stack.postgres })
  await postgres.connect()
  const query = (sql: string) => postgres.query(sql)
  onTestFinished(() => cleanUp(name, connect, postgres))
  await query(`CREATE SCHEMA ${name}`)
  await query(`CREATE TABLE ${name}.orders (id integer PRIMARY KEY, total numeric)`)
  await query(`INSERT INTO ${name}.orders VALUES (1, 9.99)`)
  return {
    name,
    connect,
    retries,
    query,
    config: (more) => configOf(name, stack.postgresFromConnect, more),
    createPublication: () => query(`CREATE PUBLICATION ${name} FOR TABLE ${name}.orders`),
  }
}

function configOf(
  name: string,
  postgresUrl: string,
  more: Partial<PostgresOptions> = {},
): ConnectorConfig {
  return postgresConnector({
    options: {
      ...databaseFromUrl(postgresUrl),
      'topic.prefix': name,
      'plugin.name': 'pgoutput',
      'slot.name': name,
      'publication.name': name,
      'publication.autocreate.mode': 'disabled',
      'table.include.list': [`${name}.orders`],
      // Others who use this database may write messages.
      'message.prefix.include.list': [name],
      'errors.max.retries': 0,
      'slot.max.retries': 1,
      'slot.retry.delay.ms': 500,
      'topic.creation.default.partitions': 1,
      'topic.creation.default.replication.factor': 1,
      ...more,
    },
  })
}

async function cleanUp(name: string, connect: ConnectClient, postgres: Client): Promise<void> {
  await connect.connectors.delete(name).catch((error: unknown) => {
    if (!isConnectError(error, 'not-found')) throw error
  })
  // The task lets go of the slot some time after the connector is gone.
  await expect.poll(() => slotsLeft(name, postgres), { timeout: 30_000 }).toBe(0)
  await postgres.query(`DROP PUBLICATION IF EXISTS ${name}`)
  await postgres.query(`DROP SCHEMA ${name} CASCADE`)
  await postgres.end()
}

async function slotsLeft(name: string, postgres: Client): Promise<number> {
  const ours = `FROM pg_replication_slots WHERE slot_name = '${name}'`
  await postgres.query(`SELECT pg_drop_replication_slot(slot_name) ${ours} AND NOT active`)
  const { rows } = await postgres.query<{ left: number }>(`SELECT count(*)::int AS left ${ours}`)
  return rows[0]?.left ?? 0
}
