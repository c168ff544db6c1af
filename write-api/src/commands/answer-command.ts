import { signToken, tokenCookie, tokenHeader } from '@broadsheet/contracts/token'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { Pool } from 'pg'
import type { Database } from '../database/connect.ts'
import type { ReaderPositions, Visibility } from './reader-positions.ts'
import { runCommand } from './run-command.ts'

/** A command's outcome, and the user who must see it in their next read. */
export type Outcome<T> = { result: T; userId: string } & Visibility

export type CommandDeps = {
  pool: Pool
  positions: ReaderPositions
  tokenKey: Buffer
  secureCookies: boolean
}

const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/
const cookieSeconds = 60

/** Runs a request's command; its consistency token goes to the user's set and into the answer. */
export async function answerCommand<E extends ApiEnv, T>(
  c: Context<E>,
  deps: CommandDeps,
  work: (db: Database) => Promise<Outcome<T>>,
): Promise<T> {
  const given = c.req.header('traceparent') ?? ''
  const traceparent = traceparentPattern.test(given) ? given : null
  const origin = { trackId: c.get('trackId'), traceparent }
  const { result: outcome, token } = await runCommand(deps.pool, origin, work)
  await deps.positions.remember(outcome.userId, token, outcome)
  const signed = signToken(token, deps.tokenKey)
  c.header(tokenHeader, signed)
  setCookie(c, tokenCookie, signed, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: cookieSeconds,
    secure: deps.secureCookies,
  })
  return outcome.result
}
