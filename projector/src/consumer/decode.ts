import {
  incarnationKey,
  incarnationRecord,
  recordKey,
  rowEnvelope,
  transactionMarker,
  type Change,
} from '@broadsheet/contracts/changes'
import { publishedTables, type PublishedTable } from '@broadsheet/contracts/rows'

/** A record as Kafka holds it. */
export type RawRecord = { offset: bigint; key: Buffer | null; value: Buffer | null }

export type StreamRecord =
  /** `snapshot`: lsn of the snapshot that read the row, null for a streamed change. */
  | { kind: 'change'; change: Change; snapshot: bigint | null }
  | { kind: 'end'; xid: number; lsn: bigint }
  | { kind: 'incarnation'; incarnation: number }
  | { kind: 'other' }

const other = { kind: 'other' } as const

/** What a record of the change topic says; throws when it is none that the contract knows. */
export function decode(record: RawRecord): StreamRecord {
  const value = parse(record.value)
  if (value === null) return other
  const { __table: name } = recordKey.parse(parse(record.key))
  if (name === 'transaction') return decodeMarker(value)
  if (name === 'message') return other
  if (name === incarnationKey.__table)
    return { kind: 'incarnation', ...incarnationRecord.parse(value) }
  if (!isPublished(name)) return other
  return decodeChange(name, value)
}

function decodeMarker(value: unknown): StreamRecord {
  const { status, id } = transactionMarker.parse(value)
  if (status === 'BEGIN') return other
  const [xid, lsn] = id.split(':')
  return { kind: 'end', xid: Number(xid), lsn: BigInt(lsn ?? '') }
}

function decodeChange(table: PublishedTable, value: unknown): StreamRecord {
  const { op, before, after, source } = rowEnvelope.parse(value)
  const deleted = op === 'd'
  const row = publishedTables[table].parse(deleted ? before : after)
  const isInitial = op === 'r' && source.snapshot !== 'incremental'
  const first = op === 'c' || isInitial
  const change = { table, deleted, row, first, floor: precedingEnd(source.sequence) } as Change
  return { kind: 'change', change, snapshot: isInitial ? BigInt(source.lsn ?? 0) : null }
}

/** `sequence` is `["<END lsn of the preceding transaction>" or null, "<lsn of the row>"]`. */
function precedingEnd(sequence: string | null | undefined): bigint | null {
  const [end] = JSON.parse(sequence ?? '[]') as (string | null)[]
  return end ? BigInt(end) : null
}

function parse(bytes: Buffer | null): unknown {
  return bytes === null ? null : JSON.parse(bytes.toString())
}

function isPublished(name: string): name is PublishedTable {
  return Object.hasOwn(publishedTables, name)
}
