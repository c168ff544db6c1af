import type { Change } from '@broadsheet/contracts/changes'
import { decode, type RawRecord, type StreamRecord } from './decode.ts'
import type { Position } from '../projections/position.ts'

type FoldedChange = { change: Change; record: RawRecord }

/** What a batch of records amounts to: the last image of each row, and how far it reaches. */
export type Batch = {
  changes: FoldedChange[]
  poison: { record: RawRecord; error: unknown }[]
  /** Transactions that end in this batch, oldest first. */
  xids: number[]
  next: Position
}

export class ForeignIncarnation extends Error {
  override name = 'ForeignIncarnation'
}

/**
 * The connector began its snapshot anew, and goes on streaming from there: what was changed between the
 * two, deletes above all, is in no record. Only a new incarnation is right again.
 */
export class SnapshotRestarted extends Error {
  override name = 'SnapshotRestarted'
}

/**
 * Folds records, in topic order, onto a position. After a crash of Connect transactions come again, at
 * new offsets: of a row the image of the latest transaction counts, not the one that came last, and
 * ENDs that come again never lower the position.
 */
export function fold(
  records: readonly RawRecord[],
  from: Position,
  tables: ReadonlySet<string>,
): Batch {
  const latest = new Map<string, FoldedChange>()
  const batch: Batch = { changes: [], poison: [], xids: [], next: { ...from } }
  for (const record of records) {
    const decoded = decodeOr(record, (error) => {
      batch.poison.push({ record, error })
      // An earlier image must not stand for one that nobody can read.
      latest.delete(keyOf(record))
    })
    batch.next.offset = record.offset + 1n
    if (decoded?.kind === 'end') applyEnd(decoded, batch)
    if (decoded?.kind === 'incarnation') expectIncarnation(decoded.incarnation, from)
    if (decoded?.kind !== 'change') continue
    if (decoded.snapshot !== null) expectOneSnapshot(decoded.snapshot, batch.next)
    if (!tables.has(decoded.change.table)) continue
    keepLatest(latest, { change: decoded.change, record })
  }
  batch.changes = [...latest.values()]
  return batch
}

const keyOf = (record: RawRecord) => record.key?.toString() ?? ''

function keepLatest(latest: Map<string, FoldedChange>, found: FoldedChange): void {
  const key = keyOf(found.record)
  const known = latest.get(key)
  if (known && (known.change.floor ?? 0n) > (found.change.floor ?? 0n)) return
  // Taken out first, so that the order is that of the images that count.
  latest.delete(key)
  latest.set(key, found)
}

function decodeOr(record: RawRecord, park: (error: unknown) => void): StreamRecord | undefined {
  try {
    return decode(record)
  } catch (error) {
    park(error)
    return undefined
  }
}

function applyEnd(end: { xid: number; lsn: bigint }, batch: Batch): void {
  batch.xids.push(end.xid)
  if (batch.next.lsn === null || end.lsn > batch.next.lsn) batch.next.lsn = end.lsn
}

function expectIncarnation(found: number, from: Position): void {
  if (found !== from.incarnation) {
    throw new ForeignIncarnation(`the topic is incarnation ${found}, not ${from.incarnation}`)
  }
}

function expectOneSnapshot(found: bigint, next: Position): void {
  // The first snapshot had no rows when there are none before the first END.
  if (next.lsn === null) next.snapshot ??= found
  if (next.snapshot === found) return
  throw new SnapshotRestarted(`a snapshot at ${found} after that at ${next.snapshot}`)
}
