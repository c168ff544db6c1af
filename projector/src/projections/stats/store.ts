import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { ClickHouseClient } from '@clickhouse/client'
import { fromStored, startOf, toStored, type StoredPosition } from '../position.ts'
import { StoreMoved, type Generation, type Store } from '../projection.ts'
import { insertFacts } from './insert-facts.ts'
import type { StatsWrite } from './project.ts'
import { createGenerationsTable, createTables, createViews, dropTables, shape } from './tables.ts'

/**
 * ClickHouse as the stats store: the newest version of a fact counts, so that what is inserted twice,
 * or by two processes, changes nothing.
 */
export function openStatsStore(
  client: ClickHouseClient,
  database = clickhouseDatabase,
): Store<StatsWrite> {
  const run = async (queries: readonly string[]) => {
    for (const query of queries) await client.command({ query })
  }
  return {
    open: async (incarnation) => {
      await run([`CREATE DATABASE IF NOT EXISTS ${database}`, ...createGenerationsTable(database)])
      const generations = await readGenerations(client, database)
      const live = liveAmong(generations)
      // One before the live one is history: nobody reads it, and its tables may be gone.
      const known = generations.findLast(
        (one) =>
          one.number >= live && one.position.incarnation === incarnation && one.shape === shape,
      )
      if (known) return { number: known.number, live: known.live, position: known.position }
      const number = (generations.at(-1)?.number ?? 0) + 1
      await run([...dropTables(database, number), ...createTables(database, number)])
      const generation = { number, live: false, position: startOf(incarnation) }
      await saveGeneration(client, database, generation)
      return generation
    },
    apply: (generation, writes) => insertFacts(client, database, generation.number, writes),
    savePosition: (generation, position) =>
      saveGeneration(client, database, { ...generation, position }),
    goLive: async (generation) => {
      const live = liveAmong(await readGenerations(client, database))
      if (live > generation.number) throw new StoreMoved('a later generation is live')
      await run(createViews(database, generation.number))
      await saveGeneration(client, database, { ...generation, live: true })
      if (generation.number >= 3) await run(dropTables(database, generation.number - 2))
    },
  }
}

/** The number of the one that readers are given; 0 before the first. */
const liveAmong = (generations: readonly Generation[]) =>
  generations.findLast(({ live }) => live)?.number ?? 0

type StoredGeneration = StoredPosition & { generation: number; live: number; shape: number }

async function readGenerations(
  client: ClickHouseClient,
  database: string,
): Promise<(Generation & { shape: number })[]> {
  const answer = await client.query({
    query: `SELECT generation, incarnation, toString(offset) AS offset, toString(lsn) AS lsn,
                   toString(snapshot) AS snapshot, live, shape
            FROM ${database}.generations FINAL ORDER BY generation`,
    format: 'JSONEachRow',
  })
  const rows = await answer.json<StoredGeneration>()
  return rows.map(({ generation, live, shape: found, ...position }) => ({
    number: generation,
    shape: found,
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
    shape,
    saved: String(nextSave()),
  }
  await client.insert({ table: `${database}.generations`, values: [row], format: 'JSONEachRow' })
}
