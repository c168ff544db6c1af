import * as operations from '@broadsheet/contracts/operations/users'
import type { ApiEnv } from '@broadsheet/platform/api'
import { clientAddress } from '@broadsheet/platform/client-address'
import { answerJson } from '@broadsheet/platform/json-answer'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerCommand } from '../commands/answer-command.ts'
import { databaseOf } from '../database/connect.ts'
import type { WriteApi } from '../deps.ts'
import { accountOf, userAnswerOf } from './accounts.ts'
import { requireUser, shownToken } from './authentication.ts'
import { answerFreshness } from './freshness.ts'
import { hashPassword } from './password.ts'
import { register } from './register.ts'
import { signIn } from './sign-in.ts'
import { updateUser } from './update-user.ts'

export function addUserRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  app.openapi(createRoute(operations.register), async (c) => {
    const { password, ...input } = c.req.valid('json').user
    await deps.limits.registration(clientAddress(c, deps.trust))
    const passwordHash = await hashPassword(password)
    const answer = await answerCommand(c, deps, (db) =>
      register(db, deps.sessions, deps.clock(), { ...input, passwordHash }),
    )
    return c.json(answer, 201)
  })

  app.openapi(createRoute(operations.login), async (c) => {
    const { account, token } = await signIn(c, deps, c.req.valid('json').user)
    return c.json(userAnswerOf(account, token), 200)
  })
  addCurrentUserRoutes(app, deps)
}

function addCurrentUserRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)

  app.openapi(createRoute({ ...operations.currentUser, middleware }), async (c) => {
    const signedIn = c.get('signedIn')
    answerFreshness(c, deps.tokenKey)
    const account = await accountOf(databaseOf(deps.pool), signedIn.userId)
    return answerJson(c, userAnswerOf(account, shownToken(signedIn)))
  })

  app.openapi(createRoute({ ...operations.updateUser, middleware }), async (c) => {
    const { password, ...changes } = c.req.valid('json').user
    const passwordHash = password === undefined ? undefined : await hashPassword(password)
    const answer = await answerCommand(c, deps, (db) =>
      updateUser(db, deps.sessions, deps.clock(), c.get('signedIn'), { ...changes, passwordHash }),
    )
    return c.json(answer, 200)
  })
}
