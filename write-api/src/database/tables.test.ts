import { publicationName } from '@broadsheet/contracts/names'
import { publishedTables } from '@broadsheet/contracts/rows'
import { getTableColumns } from 'drizzle-orm'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { articles, articleSlugs, comments, favorites, follows, users } from './tables.ts'

const tables = { users, articles, article_slugs: articleSlugs, comments, follows, favorites }

test.each(Object.keys(publishedTables) as (keyof typeof publishedTables)[])(
  'the columns of %s are those that the contract says are streamed',
  (name) => {
    const columns = Object.values(getTableColumns(tables[name])).map((column) => column.name)
    expect(columns.toSorted()).toEqual(Object.keys(publishedTables[name].shape).toSorted())
  },
)

test('the publication that is made names exactly the published tables', () => {
  const folder = new URL('migrations/', import.meta.url)
  const sql = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('')
  const statement = new RegExp(
    `(?:CREATE PUBLICATION ${publicationName} FOR|ALTER PUBLICATION ${publicationName} ADD) TABLE ([^;]*);`,
    'g',
  )
  const named = [...sql.matchAll(statement)].flatMap(([, tables]) => tables?.split(', ') ?? [])
  expect(named.toSorted()).toEqual(Object.keys(publishedTables).toSorted())
})
