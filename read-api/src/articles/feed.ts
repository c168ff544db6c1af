import * as operations from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { z } from 'zod'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { signCursor, verifyCursor } from '../signed-cursor.ts'
import { listedArticles, listedArticlesAfter } from './listed.ts'

/** When the last article of a page was made, Unix ms, and its id. */
const lastShown = z.tuple([z.int(), z.uuid()])

/** One path is also that of a slug: it comes before the route of those. */
export function addFeedRoutes(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const { tokenKey, social } = deps
  const uses = { projections: ['search', 'social'], searches: true, signedIn: true } as const
  const followed = async ({ userId }: Reading) => {
    if (userId === null) throw new ApiError('token_missing')
    return { authorIds: await social.followedBy(userId) }
  }
  app.openapi(readRoute(operations.readFeed, deps, uses), async (c) => {
    const reading = c.get('reading')
    const selection = await followed(reading)
    return answerJson(c, await listedArticles(deps, reading, selection, c.req.valid('query')))
  })
  app.openapi(readRoute(operations.readFeedByCursor, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { limit, cursor } = c.req.valid('query')
    const after =
      cursor === undefined ? undefined : verifyCursor('feed', lastShown, cursor, tokenKey)
    const page = { limit, after }
    const { articles, last } = await listedArticlesAfter(
      deps,
      reading,
      await followed(reading),
      page,
    )
    const next = last === null ? null : signCursor('feed', last, tokenKey)
    return answerJson(c, { articles, cursor: next })
  })
}
