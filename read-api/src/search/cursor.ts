import { ApiError } from '@broadsheet/platform/api-error'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Where a page ended, and how the search was understood: the next page goes on just so. */
const cursorShape = z.object({
  pit: z.string(),
  after: z.array(z.union([z.string(), z.number(), z.null()])).min(1),
  at: z.iso.datetime(),
  counts: z.array(z.int()),
  /** `searchHash` of what was asked. */
  search: z.string(),
})
export type Cursor = z.infer<typeof cursorShape>

/** As a client gets it: signed, for it names what Elasticsearch is to open. */
export function formatCursor(cursor: Cursor, key: Buffer): string {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url')
  return `${text}.${signatureOf(text, key)}`
}

/** 422 for what was not given by us, or was given for another search. */
export function parseCursor(given: string, search: string, key: Buffer): Cursor {
  const [text = '', signature = ''] = given.split('.')
  const [is, due] = [Buffer.from(signature), Buffer.from(signatureOf(text, key))]
  if (is.length !== due.length || !timingSafeEqual(is, due)) throw refused('is invalid')
  const parsed = cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success) throw refused('is invalid')
  if (parsed.data.search !== search) throw refused('belongs to another search')
  return parsed.data
}

/** What makes a search another one, in short. */
export const searchHash = (...parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)

export const expired = () => refused('has expired: search again')

const refused = (rule: string) => new ApiError('validation_failed', { cursor: [rule] })

const signatureOf = (text: string, key: Buffer) =>
  createHmac('sha256', key).update(`search cursor ${text}`).digest('base64url').slice(0, 22)
