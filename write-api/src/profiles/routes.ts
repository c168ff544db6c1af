import * as operations from '@broadsheet/contracts/operations/profiles'
import type { ApiEnv } from '@broadsheet/platform/api'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerCommand } from '../commands/answer-command.ts'
import { answerOnce } from '../commands/idempotency.ts'
import type { Database } from '../database/connect.ts'
import type { WriteApi } from '../deps.ts'
import { requireUser } from '../identity/authentication.ts'
import { follow, unfollow } from './follow.ts'

export function addProfileRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)

  app.openapi(createRoute({ ...operations.follow, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const { username } = c.req.valid('param')
    const work = (db: Database) => follow(db, userId, username, deps.clock())
    const answer = await answerOnce(c, deps, userId, work, { repeats: true })
    return c.json(answer, 200)
  })

  app.openapi(createRoute({ ...operations.unfollow, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const { username } = c.req.valid('param')
    const answer = await answerCommand(c, deps, (db) => unfollow(db, userId, username))
    return c.json(answer, 200)
  })
}
