import { articlesAlias } from '@broadsheet/contracts/names'
import * as operations from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { z } from 'zod'
import { hiddenFromSearch, type Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { signCursor, verifyCursor } from '../signed-cursor.ts'
import { followedAfter, followedPage, type Feed } from './followed-articles.ts'
import { asSeen } from './listed.ts'

/** When the last article of a page was made, Unix ms, and its id. */
const lastShown = z.tuple([z.int(), z.uuid()])

/** One path is also that of a slug: it comes before the route of those. */
export function addFeedRoutes(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const { tokenKey } = deps
  const uses = { projections: ['search', 'social'], searches: true, signedIn: true } as const
  app.openapi(readRoute(operations.readFeed, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { documents, total } = await followedPage(
      await feedOf(deps, reading),
      c.req.valid('query'),
    )
    return answerJson(c, {
      articles: await asSeen(deps, reading, documents),
      articlesCount: total,
    })
  })
  app.openapi(readRoute(operations.readFeedByCursor, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { limit, cursor } = c.req.valid('query')
    const after =
      cursor === undefined ? undefined : verifyCursor('feed', lastShown, cursor, tokenKey)
    const { documents, last } = await followedAfter(await feedOf(deps, reading), { limit, after })
    const next = last === null ? null : signCursor('feed', last, tokenKey)
    return answerJson(c, { articles: await asSeen(deps, reading, documents), cursor: next })
  })
}

async function feedOf(deps: ReadApi, reading: Reading): Promise<Feed> {
  if (reading.userId === null) throw new ApiError('token_missing')
  const { elasticsearch, social, articles, consistency } = deps
  return {
    elasticsearch,
    index: articlesAlias,
    hiddenIds: hiddenFromSearch('articles', reading, consistency),
    follows: await social.followedBy(reading.userId),
    documentsOf: articles.publishedAmong,
  }
}
