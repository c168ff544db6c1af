import { clickhouseDatabase } from '@broadsheet/contracts/names'
import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client'
import { fromStored, startOf, toStored, type StoredPosition } from '../position.ts'
import { StoreMoved, type Generation, type Rejection, type Store } from '../projection.ts'
import type { ArticleFact } from './project.ts'
import {
  articlesTable,
  createArticlesTable,
  createArticlesView,
  createGenerationsTable,
} from './tables.ts'

const rowsPerInsert = 10_000

/**
 * ClickHouse as the stats store: the newest version of a fact counts, so that what is inserted twice,
 * or by two processes, changes nothing.
 */
export function openStatsStore(
  client: ClickHouseClient,
  database = clickhouseDatabase,
): Store<ArticleFact> {
  const command = (query: string) => client.command({ query })
  return {
    open: async (incarnation) => {
      await command(`CREATE DATABASE IF NOT EXISTS ${database}`)
      await command(createGenerationsTable(database))
      const generations = await readGenerations(client, database)
      const known = generations.findLast(({ position }) => position.incarnation === incarnation)
      if (known) return known
      const number = (generations.at(-1)?.number ?? 0) + 1
      await command(`DROP TABLE IF EXISTS ${database}.${articlesTable(number)}`)
      await command(createArticlesTable(database, number))
      const generation = { number, live: false, position: startOf(incarnation) }
      await saveGeneration(client, database, generation)
      return generation
    },
    apply: (generation, writes) => insertFacts(client, database, generation.number, writes),
    savePosition: (generation, position) =>
      saveGeneration(client, database, { ...generation, position }),
    goLive: async (generation) => {
      await command(createArticlesView(database, generation.number))
      await saveGeneration(client, database, { ...generation, live: true })
      if (generation.number < 3) return
      const old = articlesTable(generation.number - 2)
      await command(`DROP TABLE IF EXISTS ${database}.${old}`)
    },
  }
}

async function insertFacts(
  client: ClickHouseClient,
  database: string,
  generation: number,
  writes: readonly ArticleFact[],
): Promise<Rejection[]> {
  const rejections: Rejection[] = []
  for (let first = 0; first < writes.length; first += rowsPerInsert) {
    const rows = writes.slice(first, first + rowsPerInsert)
    for (const { write, error } of await insertRows(client, database, generation, rows)) {
      rejections.push({ write: first + write, error })
    }
  }
  return rejections
}

/** A block is refused whole for one bad row; halving finds it, and the others are kept. */
async function insertRows(
  client: ClickHouseClient,
  database: string,
  generation: number,
  rows: readonly ArticleFact[],
): Promise<Rejection[]> {
  try {
    await client.insert({
      table: `${database}.${articlesTable(generation)}`,
      values: rows,
      format: 'JSONEachRow',
    })
    return []
  } catch (error) {
    if (isGone(error)) throw new StoreMoved('the table of the generation is gone')
    if (!isUnreadableRow(error)) throw error
    if (rows.length === 1) return [{ write: 0, error: String(error) }]
    const half = Math.ceil(rows.length / 2)
    const before = await insertRows(client, database, generation, rows.slice(0, half))
    const after = await insertRows(client, database, generation, rows.slice(half))
    return [...before, ...after.map((found) => ({ ...found, write: found.write + half }))]
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

type StoredGeneration = StoredPosition & { generation: number; live: number }

async function readGenerations(client: ClickHouseClient, database: string): Promise<Generation[]> {
  const answer = await client.query({
    query: `SELECT generation, incarnation, toString(offset) AS offset, toString(lsn) AS lsn,
                   toString(snapshot) AS snapshot, live
            FROM ${database}.generations FINAL ORDER BY generation`,
    format: 'JSONEachRow',
  })
  const rows = await answer.json<StoredGeneration>()
  return rows.map(({ generation, live, ...position }) => ({
    number: generation,
    live: live === 1,
    position: fromStored(position),
  }))
}

let lastSave = 0n

/** Grows with every save, also from process to process: the newest row of a generation counts. */
function nextSave(): bigint {
  const now = BigInt(Date.now()) * 1_000n
  lastSave = now > lastSave ? now : lastSave + 1n
  return lastSave
}

async function saveGeneration(
  client: ClickHouseClient,
  database: string,
  { number, live, position }: Generation,
): Promise<void> {
  const row = {
    ...toStored(position),
    generation: number,
    live: live ? 1 : 0,
    saved: String(nextSave()),
  }
  await client.insert({ table: `${database}.generations`, values: [row], format: 'JSONEachRow' })
}
