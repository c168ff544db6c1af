/**
 * How far a store is in the change topic; it lives in the store it describes.
 *
 * - `incarnation`: the topic's
 * - `offset`: the next record to read
 * - `lsn`: greatest transaction END applied, null before the first (the snapshot)
 */
export type Position = { incarnation: number; offset: bigint; lsn: bigint | null }

export const startOf = (incarnation: number): Position => ({ incarnation, offset: 0n, lsn: null })
