import * as operations from '@broadsheet/contracts/operations/operator'
import type { ApiEnv } from '@broadsheet/platform/api'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerCommand } from '../commands/answer-command.ts'
import type { WriteApi } from '../deps.ts'
import { requireOperator } from './authentication.ts'
import { disableUser, enableUser } from './disable-user.ts'
import { setEditor } from './set-editor.ts'

export function addOperatorRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireOperator(deps.sessions, deps.operatorSecret)

  app.openapi(createRoute({ ...operations.disableUser, middleware }), async (c) => {
    const { username } = c.req.valid('param')
    await answerCommand(c, deps, (db) => disableUser(db, deps.sessions, username, deps.clock()))
    return c.body(null, 204)
  })

  app.openapi(createRoute({ ...operations.enableUser, middleware }), async (c) => {
    const { username } = c.req.valid('param')
    await answerCommand(c, deps, (db) => enableUser(db, username))
    return c.body(null, 204)
  })

  app.openapi(createRoute({ ...operations.appointEditor, middleware }), async (c) => {
    const { username } = c.req.valid('param')
    await answerCommand(c, deps, (db) => setEditor(db, username, true))
    return c.body(null, 204)
  })

  app.openapi(createRoute({ ...operations.dismissEditor, middleware }), async (c) => {
    const { username } = c.req.valid('param')
    await answerCommand(c, deps, (db) => setEditor(db, username, false))
    return c.body(null, 204)
  })
}
