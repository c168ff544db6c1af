import type { Context } from 'hono'
import { createHash } from 'node:crypto'

/** Of exactly these bytes, without quotes. */
export const entityTag = (text: string) =>
  createHash('sha1').update(text).digest('base64url').slice(0, 12)

type Validators = {
  /** Stands before the hash in the ETag. */
  tagBeginning?: string
  /** Unix seconds since when the answer has been these bytes; null when that cannot be told. */
  changedAt?: number | null
}

/** 200 with the text and an ETag of exactly these bytes, or 304 when the reader has them. */
export function answerText(
  c: Context,
  text: string,
  type: string,
  { tagBeginning = '', changedAt = null }: Validators = {},
): Response {
  const tag = `"${tagBeginning}${entityTag(text)}"`
  c.header('ETag', tag)
  if (changedAt !== null) c.header('Last-Modified', new Date(changedAt * 1000).toUTCString())
  const ifNoneMatch = c.req.header('if-none-match')
  const isHeld =
    ifNoneMatch === undefined
      ? isUnchanged(changedAt, c.req.header('if-modified-since'))
      : matches(ifNoneMatch, tag)
  if (isHeld) return c.body(null, 304)
  return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
}

/** `If-None-Match` by weak comparison. */
function matches(ifNoneMatch: string, tag: string): boolean {
  const tags = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(tag)
}

/** `If-Modified-Since`, unless it is no date or lies ahead of us. */
function isUnchanged(changedAt: number | null, ifModifiedSince = ''): boolean {
  const since = Date.parse(ifModifiedSince)
  return changedAt !== null && changedAt * 1000 <= since && since <= Date.now()
}
