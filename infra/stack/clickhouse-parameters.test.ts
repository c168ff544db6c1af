import { expect, test } from 'vitest'
import { fillParameters } from './clickhouse-parameters.ts'

const fill = (sql: string, values: Record<string, string>) =>
  fillParameters(sql, new Map(Object.entries(values)))

test.for([
  ['SELECT {n:UInt8}', { n: '7' }, "SELECT CAST('7', 'UInt8')"],
  ['SELECT { n : Array(UInt8) }', { n: '[1]' }, "SELECT CAST('[1]', 'Array(UInt8)')"],
  ['SELECT {s:String}', { s: "it's" }, String.raw`SELECT CAST('it\'s', 'String')`],
  ['SELECT {s:String}', { s: String.raw`it\'s` }, String.raw`SELECT CAST('it\'s', 'String')`],
  ['SELECT {s:String}', { s: String.raw`a\\b` }, String.raw`SELECT CAST('a\\b', 'String')`],
  ['SELECT {s:String}', { s: String.raw`a\tb` }, "SELECT CAST('a\tb', 'String')"],
  ['SELECT {s:Nullable(String)}', { s: '\\N' }, "SELECT CAST(NULL, 'Nullable(String)')"],
  ['SELECT * FROM {t:Identifier}', { t: 'a`b' }, 'SELECT * FROM `a\\`b`'],
  ["SELECT '{n:UInt8}', `{n:UInt8}` -- {n:UInt8}", { n: '7' }, null],
  [String.raw`SELECT 'it\'s {n:UInt8}', 'a''{n:UInt8}' /* {n:UInt8} */`, { n: '7' }, null],
] as const)('%s with %o', ([sql, values, expected]) => {
  expect(fill(sql, values)).toBe(expected ?? sql)
})

test('a value cannot leave its quotes', () => {
  const evil = String.raw`\\'); DROP TABLE t --`
  expect(fill('SELECT {s:String}', { s: evil })).toBe(
    String.raw`SELECT CAST('\\\'); DROP TABLE t --', 'String')`,
  )
})

test('a missing value is named', () => {
  expect(() => fill('SELECT {n:UInt8}', { m: '7' })).toThrow('Substitution `n` is not set')
})
