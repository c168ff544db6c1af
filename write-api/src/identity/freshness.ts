import { tokenHeader, verifyToken } from '@broadsheet/contracts/token'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Context, MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'

/** Reads of this side come from Postgres itself: whatever the caller's token says, they are fresh. */
export function answerFreshness(c: Context, tokenKey: Buffer): void {
  c.header('Cache-Control', 'private, no-cache')
  c.header('Vary', 'Authorization, Cookie')
  const token = c.req.header(tokenHeader) ?? ''
  if (token === '') return
  if (!verifyToken(token, tokenKey)) throw new ApiError('consistency_token_invalid')
  c.header('Consistency', 'fresh')
}

const tag = etag()

/** Gives the reads of a path, but not its writes, an ETag, and 304 to who has them. */
export const tagReads: MiddlewareHandler = (c, next) =>
  ['GET', 'HEAD'].includes(c.req.method) ? tag(c, next) : next()
