import { changeVersion } from '@broadsheet/contracts/changes'
import type { Generation, Projection } from '../projections/projection.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { RawRecord } from './decode.ts'
import { fold, type Batch } from './fold.ts'

/** What can't be applied, by the record it came from. */
type Poison = Map<RawRecord, unknown>

/**
 * Applies a batch of records to a generation: when it resolves, every record is applied or parked and
 * the batch tells how far the generation is. Rejects when a store is away; calling it again with the
 * same records is safe.
 */
export async function runBatch<W>(
  projection: Projection<W>,
  generation: Generation,
  records: readonly RawRecord[],
  deadLetters: DeadLetters,
): Promise<Batch> {
  const batch = fold(records, generation.position, new Set(projection.tables))
  const poison: Poison = new Map(batch.poison.map(({ record, error }) => [record, error]))
  const sources: RawRecord[] = []
  const writes: W[] = []
  for (const { change, record } of batch.changes) {
    try {
      const version = changeVersion(batch.next.incarnation, change.floor)
      for (const write of projection.project(change, version)) {
        writes.push(write)
        sources.push(record)
      }
    } catch (error) {
      poison.set(record, error)
    }
  }
  // Parked before anything is applied: a store may keep the position together with the writes.
  for (const [record, error] of poison) await deadLetters.park(record, error)
  for (const { write, error } of await projection.store.apply(generation, writes, batch.next)) {
    const record = sources[write]
    if (!record || poison.has(record)) continue
    poison.set(record, error)
    await deadLetters.park(record, error)
  }
  await deadLetters.healed(sources.filter((record) => !poison.has(record)))
  return batch
}
