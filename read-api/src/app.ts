import { answerError } from '@broadsheet/platform/api-answers'
import { createApi, type ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { addArticleRoute } from './articles/by-slug.ts'
import { addFeedRoutes } from './articles/feed.ts'
import { addArticleListRoute } from './articles/list.ts'
import { addRelatedRoute } from './articles/related.ts'
import { addCommentsRoute } from './comments/comments.ts'
import type { ReadApi } from './deps.ts'
import { addOpenApiRoutes } from './openapi/routes.ts'
import { addProfileRoute } from './profiles/profile.ts'
import { missingOf } from './readiness.ts'
import { addSearchRoute } from './search/search.ts'
import { addSuggestRoute } from './search/suggest.ts'
import { addArticleStatsRoute } from './stats/article-stats.ts'
import { addAuthorStatsRoute } from './stats/author-stats.ts'
import { addSiteStatsRoute } from './stats/site-stats.ts'
import { addTagStatsRoute } from './stats/tag-stats.ts'
import { addTrendingRoute } from './stats/trending.ts'
import { addSyndicationRoutes } from './syndication/routes.ts'
import { addTagsRoute } from './tags/tags.ts'

/** The read side's HTTP app. */
export function createReadApi(deps: ReadApi): OpenAPIHono<ApiEnv> {
  const { log, metrics, site } = deps
  const app = createApi<ApiEnv>({ log, metrics, site, readiness: () => missingOf(deps) })
  addArticleListRoute(app, deps)
  addFeedRoutes(app, deps)
  addArticleRoute(app, deps)
  addRelatedRoute(app, deps)
  addCommentsRoute(app, deps)
  addProfileRoute(app, deps)
  addTagsRoute(app, deps)
  addSearchRoute(app, deps)
  addSuggestRoute(app, deps)
  addArticleStatsRoute(app, deps)
  addAuthorStatsRoute(app, deps)
  addSiteStatsRoute(app, deps)
  addTagStatsRoute(app, deps)
  addTrendingRoute(app, deps)
  addSyndicationRoutes(app, deps)
  addOpenApiRoutes(app, deps)
  app.onError((error, c) => {
    if (error instanceof ApiError && error.cause !== undefined) {
      c.get('log')?.warn({ err: error.cause }, 'a store is away')
    }
    return answerError(error, c)
  })
  return app
}
