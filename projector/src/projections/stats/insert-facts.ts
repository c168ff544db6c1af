import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { StoreMoved, type Rejection } from '../projection.ts'
import type { StatsWrite } from './project.ts'
import { tableOf } from './tables.ts'

const rowsPerInsert = 10_000

/** Inserts facts into the tables of a generation; resolves with those that ClickHouse cannot read. */
export async function insertFacts(
  client: ClickHouseClient,
  database: string,
  generation: number,
  writes: readonly StatsWrite[],
): Promise<Rejection[]> {
  const rejections: Rejection[] = []
  const numbered = writes.map(({ table, fact }, write) => ({ table, fact, write }))
  for (const [table, all] of Map.groupBy(numbered, (one) => one.table)) {
    const into = `${database}.${tableOf(table, generation)}`
    for (let first = 0; first < all.length; first += rowsPerInsert) {
      const block = all.slice(first, first + rowsPerInsert)
      rejections.push(...(await insertBlock(client, into, block)))
    }
  }
  return rejections
}

type Numbered = { fact: object; write: number }

/** A block is refused whole for one bad row; halving finds it, and the others are kept. */
async function insertBlock(
  client: ClickHouseClient,
  table: string,
  block: readonly Numbered[],
): Promise<Rejection[]> {
  const values = block.map(({ fact }) => fact)
  try {
    await client.insert({ table, values, format: 'JSONEachRow' })
    return []
  } catch (error) {
    if (isGone(error)) throw new StoreMoved('a table of the generation is gone')
    if (!isUnreadableRow(error)) throw error
    const [only, ...others] = block
    if (only && others.length === 0) return [{ write: only.write, error: String(error) }]
    const half = Math.ceil(block.length / 2)
    const before = await insertBlock(client, table, block.slice(0, half))
    return [...before, ...(await insertBlock(client, table, block.slice(half)))]
  }
}

/** CANNOT_PARSE_* and the like; whatever else ClickHouse says may pass when tried again. */
const unreadable = new Set(['6', '26', '27', '38', '41', '53', '69', '72', '117', '376'])

function isUnreadableRow(error: unknown): boolean {
  return error instanceof ClickHouseError && unreadable.has(error.code)
}

/** UNKNOWN_TABLE, UNKNOWN_DATABASE: restored or reset under us. */
const gone = new Set(['60', '81'])

function isGone(error: unknown): boolean {
  return error instanceof ClickHouseError && gone.has(error.code)
}
