import { publicationName } from '@broadsheet/contracts/names'
import { publishedTables } from '@broadsheet/contracts/rows'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { unique } from '../api-caller.fixture.ts'
import { silent } from '../write-api.fixture.ts'
import { migrateDatabase } from './migrate.ts'

/** A new database on the shared server. */
const name = unique('fresh_')
const fresh = new URL(inject('stack').postgres)
fresh.pathname = name
const server = new Client({ connectionString: inject('stack').postgres })
const client = new Client({ connectionString: fresh.href })

beforeAll(async () => {
  await server.connect()
  await server.query(`CREATE DATABASE ${name}`)
  await Promise.all([migrateDatabase(fresh.href, silent), migrateDatabase(fresh.href, silent)])
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await server.query(`DROP DATABASE ${name}`)
  await server.end()
})

const column = async (sql: string) =>
  (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))

test('two instances that start together leave one whole schema and incarnation 1', async () => {
  expect(await column('SELECT n FROM ops.incarnations')).toEqual([1])
})

test('a database that is up to date stays as it is', async () => {
  const applied = () => column('SELECT hash FROM drizzle.__drizzle_migrations ORDER BY id')
  const before = await applied()
  await migrateDatabase(fresh.href, silent)
  expect(await applied()).toEqual(before)
})

test('the publication has exactly the published tables, and credentials is none of them', async () => {
  const published = await column(
    `SELECT tablename FROM pg_publication_tables WHERE pubname = '${publicationName}' ORDER BY 1`,
  )
  expect(published).toEqual(Object.keys(publishedTables).toSorted())
  expect(published).not.toContain('credentials')
})

test.each(Object.keys(publishedTables))(
  '%s streams whole rows and refuses TRUNCATE',
  async (table) => {
    const identity = `SELECT relreplident FROM pg_class WHERE oid = '${table}'::regclass`
    expect(await column(identity)).toEqual(['f'])
    await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(
      /TRUNCATE of \w+ is forbidden/,
    )
  },
)

test('a database that is not there in time is an error, not a wait for ever', async () => {
  const nowhere = 'postgres://127.0.0.1:1/none'
  await expect(migrateDatabase(nowhere, silent, 300)).rejects.toThrow('ECONNREFUSED')
})
