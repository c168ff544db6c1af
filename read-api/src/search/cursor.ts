import { createHash } from 'node:crypto'
import { z } from 'zod'
import { cursorRefused, signCursor, verifyCursor } from '../signed-cursor.ts'

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
export const formatCursor = (cursor: Cursor, key: Buffer) => signCursor('search', cursor, key)

/** 422 for what was not given by us, or was given for another search. */
export function parseCursor(given: string, search: string, key: Buffer): Cursor {
  const cursor = verifyCursor('search', cursorShape, given, key)
  if (cursor.search !== search) throw cursorRefused('belongs to another search')
  return cursor
}

/** What makes a search another one, in short. */
export const searchHash = (...parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)

export const expired = () => cursorRefused('has expired: search again')
