import { publicationName } from '@broadsheet/contracts/names'
import { publishedTables } from '@broadsheet/contracts/rows'
import { getTableColumns } from 'drizzle-orm'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { articles, articleSlugs, users } from './tables.ts'

const tables = { users, articles, article_slugs: articleSlugs }

test.each(Object.keys(publishedTables) as (keyof typeof publishedTables)[])(
  'the columns of %s are those that the contract says are streamed',
  (name) => {
    const columns = Object.values(getTableColumns(tables[name])).map((column) => column.name)
    expect(columns.toSorted()).toEqual(Object.keys(publishedTables[name].shape).toSorted())
  },
)

test('the publication that is made names exactly the published tables', () => {
  const sql = readFileSync(new URL('migrations/0001_publication.sql', import.meta.url), 'utf8')
  expect(sql).toContain(
    `CREATE PUBLICATION ${publicationName} FOR TABLE ${Object.keys(publishedTables).join(', ')};`,
  )
})
