import { afterAll, expect, inject, test } from 'vitest'
import { rowsOf } from './clickhouse.ts'
import { connectStores, disconnectStores } from './connections.ts'
import { silent } from './read-api.fixture.ts'

const stores = connectStores(inject('stack'), silent, 'test')
afterAll(() => disconnectStores(stores))
const ask = (sql: string) => rowsOf(stores.clickhouse, { sql, params: {} })

// By the server's code, so that it was the server who gave up, and not its client.
test.each([
  [
    'takes too long',
    '159',
    'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))',
  ],
  ['takes too much memory', '241', 'SELECT length(groupArray(number)) FROM numbers(1000000000)'],
  ['changes anything', '164', 'CREATE DATABASE never'],
])('a question that %s is 503', async (_, code, sql) => {
  await expect(ask(sql)).rejects.toMatchObject({ code: 'service_unavailable', cause: { code } })
})

test('a long one is asked, and a wrong one is our own fault', async () => {
  const list = Array.from({ length: 100_000 }, (_, at) => at)
  expect(await ask(`SELECT 5 AS n WHERE 5 NOT IN (${list.slice(6).join(',')})`)).toEqual([{ n: 5 }])
  await expect(ask('SELEC 1')).rejects.toMatchObject({ code: '62' })
})
