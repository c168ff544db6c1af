import { readFeed } from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { listedArticles } from './listed.ts'

/** Its path is also that of a slug: it comes before the route of those. */
export function addFeedRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true, signedIn: true } as const
  app.openapi(readRoute(readFeed, deps, uses), async (c) => {
    const reading = c.get('reading')
    if (reading.userId === null) throw new ApiError('token_missing')
    const authorIds = await deps.social.followedBy(reading.userId)
    return answerJson(c, await listedArticles(deps, reading, { authorIds }, c.req.valid('query')))
  })
}
