import { answerError } from '@broadsheet/platform/api-answers'
import { createApi, type ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { addArticleRoute } from './articles/by-slug.ts'
import { addArticleListRoute } from './articles/list.ts'
import type { ReadApi } from './deps.ts'
import { missingOf } from './readiness.ts'
import { addSearchRoute } from './search/search.ts'
import { addArticleStatsRoute } from './stats/article-stats.ts'

/** The read side's HTTP app. */
export function createReadApi(deps: ReadApi): OpenAPIHono<ApiEnv> {
  const { log, metrics } = deps
  const app = createApi<ApiEnv>({ log, metrics, readiness: () => missingOf(deps) })
  addArticleListRoute(app, deps)
  addArticleRoute(app, deps)
  addSearchRoute(app, deps)
  addArticleStatsRoute(app, deps)
  app.onError((error, c) => {
    if (error instanceof ApiError && error.cause !== undefined) {
      c.get('log')?.warn({ err: error.cause }, 'a store is away')
    }
    return answerError(error, c)
  })
  return app
}
