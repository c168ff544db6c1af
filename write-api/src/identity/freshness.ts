import { tokenHeader, verifyToken } from '@broadsheet/contracts/token'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Context } from 'hono'

/** Reads of this side come from Postgres itself: whatever the caller's token says, they are fresh. */
export function answerFreshness(c: Context, tokenKey: Buffer): void {
  c.header('Cache-Control', 'private, no-cache')
  c.header('Vary', 'Authorization, Cookie')
  const token = c.req.header(tokenHeader) ?? ''
  if (token === '') return
  if (!verifyToken(token, tokenKey)) throw new ApiError('consistency_token_invalid')
  c.header('Consistency', 'fresh')
}
