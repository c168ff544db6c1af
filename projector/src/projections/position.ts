/**
 * How far a store is in the change topic; it lives in the store it describes.
 *
 * - `incarnation`: the topic's
 * - `offset`: the next record to read
 * - `lsn`: greatest transaction END applied, null before the first (the snapshot)
 * - `snapshot`: lsn of the snapshot that the topic begins with, null before its first row
 */
export type Position = {
  incarnation: number
  offset: bigint
  lsn: bigint | null
  snapshot: bigint | null
}

export const startOf = (incarnation: number): Position => ({
  incarnation,
  offset: 0n,
  lsn: null,
  snapshot: null,
})

/** A position as JSON can hold it: 64-bit numbers as decimal text. */
export type StoredPosition = {
  incarnation: number
  offset: string
  lsn: string | null
  snapshot: string | null
}

export const toStored = ({ incarnation, offset, lsn, snapshot }: Position): StoredPosition => ({
  incarnation,
  offset: String(offset),
  lsn: lsn === null ? null : String(lsn),
  snapshot: snapshot === null ? null : String(snapshot),
})

export const fromStored = ({ incarnation, offset, lsn, snapshot }: StoredPosition): Position => ({
  incarnation,
  offset: BigInt(offset),
  lsn: lsn === null ? null : BigInt(lsn),
  snapshot: snapshot === null ? null : BigInt(snapshot),
})
