import { credentialOf, type Credential } from '@broadsheet/contracts/session'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Site } from '@broadsheet/platform/site'
import type { Context, MiddlewareHandler } from 'hono'
import { createHash, timingSafeEqual } from 'node:crypto'
import { refuseCrossSite } from './cross-site.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { Sessions } from './sessions.ts'

export type SignedIn = { userId: string; sessionId: string } & Credential
/** Who asks: a signed-in user, or the operator with the import credential. */
type Caller = SignedIn | 'operator'
type CredentialVariables = ApiEnv['Variables'] & { credential: Credential | null | undefined }
type CredentialEnv = { Variables: CredentialVariables }
export type SignedInEnv = { Variables: CredentialVariables & { signedIn: SignedIn } }
export type CallerEnv = { Variables: CredentialVariables & { caller: Caller } }

const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Before every route: finds what the request signs in with. A browser sends a cookie unasked, so a
 * write by cookie that another site's page makes it send is refused.
 */
export function presentCredential(site: Site): MiddlewareHandler<CredentialEnv> {
  return async (c, next) => {
    const cookie = readSessionCookie(c, site)
    const credential = credentialOf(c.req.header('authorization'), cookie)
    if (credential?.from === 'cookie' && !readingMethods.includes(c.req.method)) {
      refuseCrossSite(c, site)
    }
    c.set('credential', credential)
    await next()
  }
}

/** Lets signed-in users through; it runs before validation, and so before any 404 too. */
export function requireUser(sessions: Sessions): MiddlewareHandler<SignedInEnv> {
  return async (c, next) => {
    c.set('signedIn', await signedIn(c.get('credential'), sessions))
    await next()
  }
}

/** The same, and lets the operator through by `Authorization: Operator <secret>`. */
export function requireCaller(sessions: Sessions, secret: string): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    c.set(
      'caller',
      isOperator(c, secret) ? 'operator' : await signedIn(c.get('credential'), sessions),
    )
    await next()
  }
}

/** Lets the operator alone through; a signed-in user is told that this is not theirs. */
export function requireOperator(
  sessions: Sessions,
  secret: string,
): MiddlewareHandler<CredentialEnv> {
  return async (c, next) => {
    if (!isOperator(c, secret)) {
      await signedIn(c.get('credential'), sessions)
      throw new ApiError('operator_only')
    }
    await next()
  }
}

/** The token as an answer may show it: '' for one of a cookie, which scripts must not get to read. */
export const shownToken = ({ token, from }: SignedIn) => (from === 'cookie' ? '' : token)

async function signedIn(
  credential: Credential | null | undefined,
  sessions: Sessions,
): Promise<SignedIn> {
  if (credential === undefined) throw new ApiError('token_missing')
  const session = credential && (await sessions.find(credential.token))
  if (!session) throw new ApiError('token_invalid')
  return { userId: session.userId, sessionId: session.id, ...credential }
}

function isOperator(c: Context, secret: string): boolean {
  const given = /^operator\s+(\S+)\s*$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return given !== undefined && sameSecret(given, secret)
}

function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
