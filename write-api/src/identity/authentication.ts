import { bearerToken } from '@broadsheet/contracts/session'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Context, MiddlewareHandler } from 'hono'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Sessions } from './sessions.ts'

export type SignedIn = { userId: string; token: string }
/** Who asks: a signed-in user, or the operator with the import credential. */
type Caller = SignedIn | 'operator'
export type SignedInEnv = { Variables: ApiEnv['Variables'] & { signedIn: SignedIn } }
export type CallerEnv = { Variables: ApiEnv['Variables'] & { caller: Caller } }

/** Lets signed-in users through; it runs before validation, and so before any 404 too. */
export function requireUser(sessions: Sessions): MiddlewareHandler<SignedInEnv> {
  return async (c, next) => {
    c.set('signedIn', await signedIn(c, sessions))
    await next()
  }
}

/** The same, and lets the operator through by `Authorization: Operator <secret>`. */
export function requireCaller(sessions: Sessions, secret: string): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    const given = /^operator\s+(\S+)\s*$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const operator = given !== undefined && sameSecret(given, secret)
    c.set('caller', operator ? 'operator' : await signedIn(c, sessions))
    await next()
  }
}

async function signedIn(c: Context, sessions: Sessions): Promise<SignedIn> {
  const token = bearerToken(c.req.header('authorization'))
  if (token === undefined) throw new ApiError('token_missing')
  const session = token === null ? null : await sessions.find(token)
  if (token === null || session === null) throw new ApiError('token_invalid')
  return { userId: session.userId, token }
}

function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
