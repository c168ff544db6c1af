import * as operations from '@broadsheet/contracts/operations/sessions'
import type { Session, SessionView } from '@broadsheet/contracts/session'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { answerJson } from '@broadsheet/platform/json-answer'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { answerCommand } from '../commands/answer-command.ts'
import { isUnavailable } from '../database/failures.ts'
import type { WriteApi } from '../deps.ts'
import { requireUser, type SignedInEnv } from './authentication.ts'
import { refuseCrossSite } from './cross-site.ts'
import { answerFreshness } from './freshness.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { signIn } from './sign-in.ts'

export function addSessionRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  addStartRoute(app, deps)
  addListRoute(app, deps)
  addEndRoutes(app, deps)
}

function addStartRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  // Without a cookie too: another site must not sign its visitors in as somebody.
  const middleware = async (c: Context, next: () => Promise<void>) => {
    refuseCrossSite(c, deps.site)
    await next()
  }
  app.openapi(createRoute({ ...operations.startSession, middleware }), async (c) => {
    const replaced = readSessionCookie(c, deps.site)
    const { token, session } = await signIn(c, deps, c.req.valid('json'), replaced)
    setSessionCookie(c, deps.site, token, session.endsAt - session.createdAt)
    return c.json({ session: viewOf(session, session.id) }, 201)
  })
}

function addListRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)
  app.openapi(createRoute({ ...operations.listSessions, middleware }), async (c) => {
    const { userId, sessionId } = c.get('signedIn')
    answerFreshness(c, deps.tokenKey)
    const sessions = await deps.sessions.list(userId)
    return answerJson(c, { sessions: sessions.map((session) => viewOf(session, sessionId)) })
  })
}

/** A session ends in Redis alone, and first: nobody stays signed in because Postgres is away. */
function addEndRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)
  const answerEnded = async (c: Context<SignedInEnv>) => {
    const { userId } = c.get('signedIn')
    await answerCommand(c, deps, async () => ({ userId, result: null })).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error
      // The session has ended; that this has no place in the change stream hurts nobody.
      c.get('log').warn({ err: error }, 'postgres is away, a session ended without it')
    })
    return c.body(null, 204)
  }

  app.openapi(createRoute({ ...operations.endCurrentSession, middleware }), async (c) => {
    const { token } = c.get('signedIn')
    await deps.sessions.end(token)
    clearSessionCookie(c, deps.site, token)
    return await answerEnded(c)
  })

  app.openapi(createRoute({ ...operations.endSession, middleware }), async (c) => {
    const { userId, sessionId, token } = c.get('signedIn')
    const { id } = c.req.valid('param')
    if (!(await deps.sessions.endById(userId, id))) throw new ApiError('session_not_found')
    if (id === sessionId) clearSessionCookie(c, deps.site, token)
    return await answerEnded(c)
  })
}

function viewOf({ id, createdAt, lastSeenAt }: Session, currentId: string): SessionView {
  return {
    id,
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    current: id === currentId,
  }
}
