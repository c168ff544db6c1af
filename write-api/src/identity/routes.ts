import {
  login as loginBody,
  registration,
  userAnswer,
  userChanges,
} from '@broadsheet/contracts/user'
import { createRoute } from '@hono/zod-openapi'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from '@broadsheet/platform/api'
import { answerCommand } from '../commands/answer-command.ts'
import { databaseOf } from '../database/connect.ts'
import type { WriteApi } from '../deps.ts'
import { errorAnswers, jsonAnswer, jsonBody } from '../openapi.ts'
import { accountOf, userAnswerOf } from './accounts.ts'
import { requireUser } from './authentication.ts'
import { checkPassword, login } from './login.ts'
import { hashPassword } from './password.ts'
import { answerFreshness } from './freshness.ts'
import { register } from './register.ts'
import { updateUser } from './update-user.ts'

const registerRoute = createRoute({
  method: 'post',
  path: '/api/users',
  request: jsonBody(registration),
  responses: { 201: jsonAnswer(userAnswer, 'Registered and signed in'), ...errorAnswers },
})

const loginRoute = createRoute({
  method: 'post',
  path: '/api/users/login',
  request: jsonBody(loginBody),
  responses: { 200: jsonAnswer(userAnswer, 'Signed in'), ...errorAnswers },
})

export function addIdentityRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  app.openapi(registerRoute, async (c) => {
    const { password, ...input } = c.req.valid('json').user
    const passwordHash = await hashPassword(password)
    const answer = await answerCommand(c, deps, (db) =>
      register(db, deps.sessions, deps.clock(), { ...input, passwordHash }),
    )
    return c.json(answer, 201)
  })

  app.openapi(loginRoute, async (c) => {
    const account = await checkPassword(databaseOf(deps.pool), c.req.valid('json').user)
    const answer = await answerCommand(c, deps, (db) => login(db, deps.sessions, account))
    return c.json(answer, 200)
  })
  addCurrentUserRoutes(app, deps)
}

function addCurrentUserRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const path = '/api/user'
  const middleware = requireUser(deps.sessions)

  const readRoute = createRoute({
    method: 'get',
    path,
    middleware,
    responses: { 200: jsonAnswer(userAnswer, 'The signed-in user'), ...errorAnswers },
  })
  app.openapi(readRoute, async (c) => {
    const { userId, token } = c.get('signedIn')
    answerFreshness(c, deps.tokenKey)
    const account = await accountOf(databaseOf(deps.pool), userId)
    return c.json(userAnswerOf(account, token), 200)
  })

  const updateRoute = createRoute({
    method: 'put',
    path,
    middleware,
    request: jsonBody(userChanges),
    responses: { 200: jsonAnswer(userAnswer, 'The user as changed'), ...errorAnswers },
  })
  app.openapi(updateRoute, async (c) => {
    const { password, ...changes } = c.req.valid('json').user
    const passwordHash = password === undefined ? undefined : await hashPassword(password)
    const answer = await answerCommand(c, deps, (db) =>
      updateUser(db, deps.sessions, deps.clock(), c.get('signedIn'), { ...changes, passwordHash }),
    )
    return c.json(answer, 200)
  })
}
