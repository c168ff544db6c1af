import type { Context, TypedResponse } from 'hono'
import { createHash } from 'node:crypto'

/**
 * 200 with the JSON and an ETag of exactly these bytes, or 304 when the reader has them. The tag of an
 * article begins with its `version`, which a later `If-Match` compares.
 */
export function answerJson<T>(
  c: Context,
  body: T,
  version?: number,
): Response & TypedResponse<T, 200, 'json'> {
  const text = JSON.stringify(body)
  const hash = createHash('sha1').update(text).digest('base64url').slice(0, 12)
  const tag = version === undefined ? `"${hash}"` : `"${version}.${hash}"`
  c.header('ETag', tag)
  const answer = matches(c.req.header('if-none-match'), tag)
    ? c.body(null, 304)
    : c.body(text, 200, { 'Content-Type': 'application/json; charset=utf-8' })
  return answer as unknown as Response & TypedResponse<T, 200, 'json'>
}

/** `If-None-Match` by weak comparison. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const tags = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(tag)
}
