import { z } from 'zod'
import { projections, type ProjectionName } from './names.ts'
import type { ConsistencyToken } from './token.ts'

/** How many recently applied transaction ids a watermark names. */
export const recentXids = 1024

/**
 * How far a projection's live store is.
 *
 * - `incarnation`: the stream that feeds it; `generation`: which build of the store is live
 * - `lsn`: the greatest transaction END applied, bytes of WAL
 * - `xids`: transactions applied lately (low 32 bits), newest last; the LSN read after a commit can
 *   lie past that commit's own END, and only the xid answers promptly then
 */
export type Watermark = {
  incarnation: number
  generation: number
  lsn: bigint
  xids: readonly number[]
}

const digits = z.string().regex(/^\d{1,19}$/)
const watermarkFields = z.object({
  incarnation: digits.transform(Number),
  generation: digits.transform(Number),
  lsn: digits.transform(BigInt),
  xids: z.string().transform((text) => (text === '' ? [] : text.split(',').map(Number))),
})

/** The Redis hash of a watermark: decimal texts, xids joined by commas. */
export function watermarkHash(watermark: Watermark): Record<string, string> {
  return {
    incarnation: String(watermark.incarnation),
    generation: String(watermark.generation),
    lsn: String(watermark.lsn),
    xids: watermark.xids.join(','),
  }
}

/** Null when the hash is absent or not a watermark. */
export function parseWatermarkHash(hash: unknown): Watermark | null {
  const parsed = watermarkFields.safeParse(hash)
  return parsed.success ? parsed.data : null
}

/** Whether everything up to `token` can be seen in a store with this watermark. */
export function isSatisfied(token: ConsistencyToken, watermark: Watermark): boolean {
  if (token.incarnation !== watermark.incarnation) return token.incarnation < watermark.incarnation
  return watermark.lsn >= token.lsn || (token.xid !== null && watermark.xids.includes(token.xid))
}

const messageFields = z.object({
  projection: z.enum(projections),
  incarnation: z.int(),
  generation: z.int(),
  lsn: digits.transform(BigInt),
  xids: z.array(z.int()),
})

/** What is published when a watermark moves; its `xids` are only those that were applied just now. */
export type WatermarkMessage = Watermark & { projection: ProjectionName }

/** The text on the channel: JSON, the lsn as decimal text. */
export function formatWatermarkMessage(message: WatermarkMessage): string {
  return JSON.stringify({ ...message, lsn: String(message.lsn) })
}

/** Null when the text is not such a message. */
export function parseWatermarkMessage(text: string): WatermarkMessage | null {
  try {
    return messageFields.parse(JSON.parse(text))
  } catch {
    return null
  }
}
