import { credentialOf, type Credential } from '@broadsheet/contracts/session'
import {
  tokenCookie,
  tokenHeader,
  verifyToken,
  type ConsistencyToken,
} from '@broadsheet/contracts/token'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'

/**
 * The tokens that the request itself carries. A header that is not ours is 400; a cookie that is not
 * ours is left alone, since the browser sends it unasked.
 */
export function carriedTokens(c: Context, key: Buffer): ConsistencyToken[] {
  const header = c.req.header(tokenHeader)?.trim() ?? ''
  const asked = header === '' ? null : verifyToken(header, key)
  if (header !== '' && asked === null) throw new ApiError('consistency_token_invalid')
  const cookie = verifyToken(getCookie(c, tokenCookie) ?? '', key)
  return [asked, cookie].filter((token) => token !== null)
}

/**
 * What the request signs in with, its session cookie being named `cookie`; rejects with 401 when the
 * header has no token in it.
 */
export function presentedCredential(c: Context, cookie: string): Credential | undefined {
  const credential = credentialOf(c.req.header('authorization'), getCookie(c, cookie))
  if (credential === null) throw new ApiError('token_invalid')
  return credential
}

/** `Prefer: consistency=strict`, alone or among other preferences. */
export function prefersStrict(c: Context): boolean {
  const preferences = (c.req.header('prefer') ?? '').split(/[,;]/)
  return preferences.some((one) => /^\s*consistency\s*=\s*"?strict"?\s*$/i.test(one))
}
