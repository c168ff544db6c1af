import * as operations from '@broadsheet/contracts/operations/comments'
import type { ApiEnv } from '@broadsheet/platform/api'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerCommand } from '../commands/answer-command.ts'
import { answerOnce } from '../commands/idempotency.ts'
import type { WriteApi } from '../deps.ts'
import { requireUser } from '../identity/authentication.ts'
import { addComment } from './add-comment.ts'
import { deleteComment } from './delete-comment.ts'

export function addCommentRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)

  app.openapi(createRoute({ ...operations.addComment, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const { slug } = c.req.valid('param')
    const { comment } = c.req.valid('json')
    const answer = await answerOnce(c, deps, userId, (db) =>
      addComment(db, userId, slug, deps.clock(), comment),
    )
    return c.json(answer, 201)
  })

  app.openapi(createRoute({ ...operations.deleteComment, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const target = c.req.valid('param')
    await answerCommand(c, deps, (db) => deleteComment(db, userId, target))
    return c.body(null, 204)
  })
}
