import { sql } from 'drizzle-orm'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { unique } from '../api-caller.fixture.ts'
import { connectPostgres, type Database } from '../database/connect.ts'
import { isUnavailable } from '../database/failures.ts'
import { silent } from '../write-api.fixture.ts'
import { runCommand } from './run-command.ts'

const pool = connectPostgres(inject('stack').postgres, silent)
const aside = new Pool({ connectionString: inject('stack').postgres })
const notes = unique('notes_')
const note = sql.identifier(notes)
const origin = { trackId: "it's", traceparent: null }

beforeAll(() => aside.query(`CREATE UNLOGGED TABLE ${notes} (id int PRIMARY KEY, n int)`))
afterAll(async () => {
  await aside.query(`DROP TABLE ${notes}`)
  await Promise.all([pool.end(), aside.end()])
})

const insert = (db: Database, id: number) => db.execute(sql`insert into ${note} values (${id}, 0)`)
const bump = (db: Database, id: number) =>
  db.execute(sql`update ${note} set n = n + 1 where id = ${id}`)
const ids = async () =>
  (await aside.query(`SELECT id FROM ${notes} ORDER BY id`)).rows.map((row) => row.id)

test('a command says its transaction and a position at or after its commit', async () => {
  const before = await lsn()
  const { result, token } = await runCommand(pool, origin, async (db) => {
    await insert(db, 1)
    const { rows } = await db.execute(sql`select pg_current_xact_id()::text as xid`)
    return String(rows[0]!.xid)
  })
  expect(token.xid).toBe(Number(BigInt(result) & 0xffff_ffffn))
  expect(token.incarnation).toBeGreaterThan(0)
  expect(token.lsn).toBeGreaterThan(before)
  expect(token.lsn).toBeLessThanOrEqual(await lsn())
  expect(await ids()).toContain(1)
})

test('a failed statement that work swallows leaves no row, no result and no token', async () => {
  const command = runCommand(pool, origin, async (db) => {
    await insert(db, 2)
    await db.execute(sql`select 1 / 0`).catch(() => 'swallowed')
    return 'a result'
  })
  await expect(command).rejects.toThrow('was not committed')
  expect(await ids()).not.toContain(2)
})

test('work that rejects leaves nothing, and its connection serves the next command', async () => {
  const single = new Pool({ connectionString: inject('stack').postgres, max: 1 })
  const command = runCommand(single, origin, async (db) => {
    await insert(db, 3)
    throw new Error('changed my mind')
  })
  await expect(command).rejects.toThrow('changed my mind')
  await runCommand(single, origin, (db) => insert(db, 4))
  expect(await ids()).not.toContain(3)
  expect(await ids()).toContain(4)
  await single.end()
})

test('a connection that is lost midway is told as such, and is not used again', async () => {
  const command = runCommand(pool, origin, async (db) => {
    const { rows } = await db.execute(sql`select pg_backend_pid() as pid`)
    await aside.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid])
    await insert(db, 5)
  })
  const error = await command.catch((reason: unknown) => reason)
  expect(isUnavailable(error)).toBe(true)
  await runCommand(pool, origin, (db) => insert(db, 6))
  expect(await ids()).not.toContain(5)
  expect(await ids()).toContain(6)
})

test('two commands in a deadlock both come through', async () => {
  await aside.query(`INSERT INTO ${notes} VALUES (100, 0), (101, 0)`)
  const met = Promise.withResolvers<void>()
  let waiting = 0
  const both = (first: number, second: number) =>
    runCommand(pool, origin, async (db) => {
      await bump(db, first)
      if (++waiting === 2) met.resolve()
      await met.promise
      await bump(db, second)
    })
  await Promise.all([both(100, 101), both(101, 100)])
  const { rows } = await aside.query(`SELECT n FROM ${notes} WHERE id IN (100, 101)`)
  expect(rows).toEqual([{ n: 2 }, { n: 2 }])
})

async function lsn(): Promise<bigint> {
  const { rows } = await aside.query(`SELECT pg_current_wal_insert_lsn() - '0/0' AS lsn`)
  return BigInt(rows[0].lsn)
}
