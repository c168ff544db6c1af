import { sessionCookie } from '@broadsheet/contracts/session'
import { isSecure, type Site } from '@broadsheet/platform/site'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const attributes = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', secure }) as const

/** The token in the request's session cookie. */
export function readSessionCookie(c: Context, site: Site): string | undefined {
  return getCookie(c, sessionCookie(isSecure(site))) || undefined
}

/** Scripts cannot read it. It lasts as long as a session can, which may end earlier, unused. */
export function setSessionCookie(c: Context, site: Site, token: string, endsInMs: number): void {
  const secure = isSecure(site)
  const maxAge = Math.floor(endsInMs / 1000)
  setCookie(c, sessionCookie(secure), token, { ...attributes(secure), maxAge })
}

/** Takes the cookie of a session that was ended from the browser, unless it holds another session's. */
export function clearSessionCookie(c: Context, site: Site, endedToken: string): void {
  const held = readSessionCookie(c, site)
  if (held !== undefined && held !== endedToken) return
  const secure = isSecure(site)
  setCookie(c, sessionCookie(secure), '', { ...attributes(secure), maxAge: 0 })
}
