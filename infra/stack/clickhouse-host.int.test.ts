import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

const database = `host_test_${randomUUID().replaceAll('-', '')}`
// Errors are what is tested here.
const log = { level: ClickHouseLogLevel.OFF }
let server: ClickHouseClient
let client: ClickHouseClient

beforeAll(async () => {
  const { clickhouse: url } = inject('stack')
  server = createClient({ url, log })
  client = createClient({ url, log, database, compression: { request: true, response: true } })
  await server.command({ query: `CREATE DATABASE ${database}` })
  await client.command({
    query: 'CREATE TABLE things (id UInt32, name String) ENGINE = MergeTree ORDER BY id',
  })
})
afterAll(async () => {
  await server.command({ query: `DROP DATABASE ${database}` })
  await Promise.all([server.close(), client.close()])
})

const rows = <T>(query: string, query_params: Record<string, unknown> = {}) =>
  client.query({ query, query_params, format: 'JSONEachRow' }).then((answer) => answer.json<T>())

describe("the official client on the host's HTTP interface", () => {
  const things = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `n'${id}\\\t"é𝄞` }))

  test('inserts many rows at once and streams them back as they were', async () => {
    await client.insert({ table: 'things', values: things, format: 'JSONEachRow' })
    const answer = await client.query({
      query: 'SELECT * FROM things ORDER BY id',
      format: 'JSONEachRow',
    })
    const back: unknown[] = []
    for await (const batch of answer.stream()) back.push(...batch.map((row) => row.json()))
    expect(back).toEqual(things)
  })

  test('takes parameters of every kind', async () => {
    const [row] = await rows(
      `SELECT {n:UInt64} AS n, {s:String} AS s, {list:Array(String)} AS list,
              {at:DateTime64(3, 'UTC')} AS at, {none:Nullable(String)} AS none, {yes:Bool} AS yes
       FROM {table:Identifier} LIMIT {limit:UInt8}`,
      {
        n: 7,
        s: `it's\n\\ "{n:UInt64}"`,
        list: ["it's", 'a\tb', '\\'],
        at: new Date(1_700_000_000_123),
        none: null,
        yes: true,
        table: 'things',
        limit: 1,
      },
    )
    expect(row).toEqual({
      n: 7,
      s: `it's\n\\ "{n:UInt64}"`,
      list: ["it's", 'a\tb', '\\'],
      at: '2023-11-14 22:13:20.123',
      none: null,
      yes: true,
    })
  })

  test.for([
    ['SELECT * FROM nowhere', { code: '60', type: 'UNKNOWN_TABLE' }],
    ['SELEC 1', { code: '62', type: 'SYNTAX_ERROR' }],
    ['SELECT {n:UInt8}', { code: '456', type: 'UNKNOWN_QUERY_PARAMETER' }],
    [`SELECT toUInt8('x')`, { code: '6', type: 'CANNOT_PARSE_TEXT' }],
  ] as const)('%s fails with its code', async ([query, error]) => {
    await expect(client.query({ query })).rejects.toMatchObject(error)
  })

  test('an unknown setting and an unknown database are errors, and leave nothing behind', async () => {
    const clickhouse_settings = { no_such_setting: 1 } as Record<string, number>
    await expect(client.query({ query: 'SELECT 1', clickhouse_settings })).rejects.toMatchObject({
      code: '115',
    })
    const elsewhere = createClient({ url: inject('stack').clickhouse, database: 'nowhere', log })
    await expect(
      elsewhere.command({ query: 'CREATE TABLE x (a UInt8) ENGINE = Memory' }),
    ).rejects.toMatchObject({ code: '81' })
    await elsewhere.close()
    expect(await rows('SELECT currentDatabase() AS now')).toEqual([{ now: database }])
  })

  test('settings hold for their query alone', async () => {
    const query = 'SELECT toUInt64(5) AS n'
    const quoted = await client.query({
      query,
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
      format: 'JSONEachRow',
    })
    expect(await quoted.json()).toEqual([{ n: '5' }])
    expect(await rows(query)).toEqual([{ n: 5 }])
  })

  test('a row that cannot be read inserts nothing; no rows are no error', async () => {
    const insert = (values: unknown[]) =>
      client.insert({ table: 'things', values, format: 'JSONEachRow' })
    await expect(insert([{ id: 1_000_000 }, { id: 'x' }])).rejects.toMatchObject({ code: '27' })
    await insert([])
    expect(await rows('SELECT count() AS n FROM things WHERE id = 1000000')).toEqual([{ n: 0 }])
  })

  test('many queries at once get each its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => rows('SELECT {n:UInt32} AS n', { n })),
    )
    expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => [{ n }]))
  })
})
