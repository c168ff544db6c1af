import { z } from 'zod'
import type { PublishedTable, Row } from './rows.ts'

/**
 * The records of the change topic, as Debezium 3.7 writes them with the connector of `connectors/`
 * (JSON, no schemas). The record's key carries `__table`, added by the router transform.
 */
const source = z.object({
  txId: z.number().nullish(),
  lsn: z.number().nullish(),
  /** JSON text `[<END lsn of the preceding transaction or null>, <lsn of this row>]`. */
  sequence: z.string().nullish(),
  snapshot: z.string().or(z.boolean()).nullish(),
})

export const recordKey = z.looseObject({ __table: z.string() })
export const rowEnvelope = z.object({
  op: z.enum(['c', 'u', 'd', 'r']),
  before: z.unknown(),
  after: z.unknown(),
  source,
})
/** END's `id` is `<txid>:<lsn>`, the lsn being the end of the commit record. */
export const transactionMarker = z.object({ status: z.enum(['BEGIN', 'END']), id: z.string() })

/** The first record of a change topic. */
export const incarnationKey = { __table: 'incarnation' } as const
export const incarnationRecord = z.object({ incarnation: z.int().positive() })

/**
 * One row change.
 *
 * - `row`: the new image, or for a delete the last one
 * - `first`: no earlier image of the row can be in a store that this stream feeds
 * - `floor`: END lsn of the preceding transaction; null before the stream's first END (snapshot)
 */
export type Change<T extends PublishedTable = PublishedTable> = {
  [K in T]: { table: K; deleted: boolean; row: Row<K>; first: boolean; floor: bigint | null }
}[T]

/**
 * The version of a change: a later transaction on the same row always has a greater one, and all
 * changes of one transaction share it. Snapshot rows have the floor of their incarnation.
 */
export function changeVersion(incarnation: number, floor: bigint | null): bigint {
  return (BigInt(incarnation) << 48n) + (floor ?? 0n)
}
