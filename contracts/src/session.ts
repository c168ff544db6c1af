import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sessionKey } from './names.ts'

export const sessionCookie = 'session'

/** What Redis holds under `session:<hash>`, JSON. Times are ISO 8601. */
export const session = z.object({
  id: z.string(),
  userId: z.uuid(),
  createdAt: z.iso.datetime(),
})
export type Session = z.infer<typeof session>

/** Only the SHA-256 of a session token is ever stored. */
export function sessionKeyOf(token: string): string {
  return sessionKey(createHash('sha256').update(token).digest('hex'))
}

/**
 * The bearer's token: `Authorization: Token <t>` or `Bearer <t>` (case-insensitive scheme).
 * `undefined` without the header, null when the header is there but has no such form.
 */
export function bearerToken(authorization: string | undefined): string | null | undefined {
  if (authorization === undefined || authorization.trim() === '') return undefined
  return /^(?:token|bearer)\s+(\S{1,512})\s*$/i.exec(authorization)?.[1] ?? null
}
