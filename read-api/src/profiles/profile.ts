import { readProfile } from '@broadsheet/contracts/operations/profiles'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'

export function addProfileRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['social'], searches: false } as const
  app.openapi(readRoute(readProfile, deps, uses), async (c) => {
    const userId = await deps.social.userIdOf(c.req.valid('param').username)
    if (userId === null) throw new ApiError('profile_not_found')
    const { authorOf } = await deps.social.around(c.get('reading').userId, [userId])
    return answerJson(c, { profile: authorOf(userId) })
  })
}
