import { publicationName } from '@broadsheet/contracts/names'
import { publishedTables } from '@broadsheet/contracts/rows'
import { readFileSync } from 'node:fs'
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

test('of the drafts that were there, those are undated that nobody can have seen or dated', async () => {
  const taken = '2026-01-02T03:04:05.678Z'
  const user = `INSERT INTO users (username, created_at, updated_at) VALUES ('ada', now(), now())`
  const [ada] = await column(`${user} RETURNING id`)
  const add = async (slug: string, status: string, version: number, date = taken) => {
    await client.query(
      `WITH made AS (
         INSERT INTO articles
           (author_id, slug, title, description, body, status, version, created_at, updated_at)
         VALUES ($1, $2, 't', 'd', 'b', $3, $4, $5, $5) RETURNING id
       )
       INSERT INTO article_slugs (slug, article_id, created_at) SELECT $2, id, $6 FROM made`,
      [ada, slug, status, version, date, taken],
    )
  }
  await add('published', 'published', 1)
  await add('fresh', 'draft', 1)
  await add('changed', 'draft', 2)
  await add('dated-by-an-import', 'draft', 1, '2019-05-06T07:08:09Z')
  const file = new URL('migrations/0006_publication_date.sql', import.meta.url)
  const [, fill = ''] = readFileSync(file, 'utf8').split('--> statement-breakpoint')
  await client.query(fill)
  expect(await column('SELECT slug FROM articles WHERE NOT dated')).toEqual(['fresh'])
})

test('a database that is not there in time is an error, not a wait for ever', async () => {
  const nowhere = 'postgres://127.0.0.1:1/none'
  await expect(migrateDatabase(nowhere, silent, 300)).rejects.toThrow('ECONNREFUSED')
})
