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
 * Folds records, in topic order, onto a position.
 *
 * A change whose preceding transaction ended before the greatest END seen belongs to a transaction
 * that is applied already: it is a re-delivery (at a new offset) and is left out, or it would turn a
 * row back. ENDs that come again never lower the position.
 */
export function fold(
  records: readonly RawRecord[],
  from: Position,
  tables: ReadonlySet<string>,
): Batch {
  const latest = new Map<string, FoldedChange>()
  const batch: Batch = { changes: [], poison: [], xids: [], next: { ...from } }
  for (const record of records) {
    const decoded = decodeOr(record, (error) => batch.poison.push({ record, error }))
    batch.next.offset = record.offset + 1n
    if (decoded?.kind === 'end') applyEnd(decoded, batch)
    if (decoded?.kind === 'incarnation') expectIncarnation(decoded.incarnation, from)
    if (decoded?.kind !== 'change' || !tables.has(decoded.change.table)) continue
    if (isRedelivered(decoded.change, batch.next)) continue
    const key = record.key?.toString() ?? ''
    latest.delete(key)
    latest.set(key, { change: decoded.change, record })
  }
  batch.changes = [...latest.values()]
  return batch
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

function isRedelivered(change: Change, reached: Position): boolean {
  return reached.lsn !== null && (change.floor ?? 0n) < reached.lsn
}

function expectIncarnation(found: number, from: Position): void {
  if (found !== from.incarnation) {
    throw new ForeignIncarnation(`the topic is incarnation ${found}, not ${from.incarnation}`)
  }
}
