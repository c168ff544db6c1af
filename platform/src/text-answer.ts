import type { Context } from 'hono'
import { createHash } from 'node:crypto'

/**
 * 200 with the text and an ETag of exactly these bytes, or 304 when the reader has them.
 * `tagBeginning` stands before the hash in the ETag.
 */
export function answerText(c: Context, text: string, type: string, tagBeginning = ''): Response {
  const hash = createHash('sha1').update(text).digest('base64url').slice(0, 12)
  const tag = `"${tagBeginning}${hash}"`
  c.header('ETag', tag)
  if (matches(c.req.header('if-none-match'), tag)) return c.body(null, 304)
  return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
}

/** `If-None-Match` by weak comparison. */
function matches(ifNoneMatch = '', tag: string): boolean {
  const tags = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(tag)
}
