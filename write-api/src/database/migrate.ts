import type { Log } from '@broadsheet/platform/log'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { databaseOf } from './connect.ts'
import { isUnavailable } from './failures.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
const migrationLock = '7309440651274711'

/**
 * Brings the database up to date. Instances that start together take turns. A database that is not
 * up yet is waited for, at most `patienceMs`.
 */
export async function migrateDatabase(url: string, log: Log, patienceMs = 60_000): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await migrateOnce(url)
    } catch (error) {
      if (!isUnavailable(error) || Date.now() + pauseMs > giveUpAt) throw error
      log.info({ reason: String(error) }, 'waiting for postgres')
      await sleep(pauseMs)
    }
  }
}

/** Ends its connection, and with it the lock, whatever happens. */
async function migrateOnce(connectionString: string): Promise<void> {
  const client = new Client({
    connectionString,
    application_name: 'write-api migrations',
    connectionTimeoutMillis: 3_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${migrationLock})`)
    await migrate(databaseOf(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}
