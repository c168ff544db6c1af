import { answerError } from '@broadsheet/platform/api-answers'
import { createApi, type ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { addArticleRoutes } from './articles/routes.ts'
import { addCommentRoutes } from './comments/routes.ts'
import { isUnavailable } from './database/failures.ts'
import type { WriteApi } from './deps.ts'
import { presentCredential } from './identity/authentication.ts'
import { addOperatorRoutes } from './identity/operator-routes.ts'
import { addSessionRoutes } from './identity/session-routes.ts'
import { addUserRoutes } from './identity/user-routes.ts'
import { addProfileRoutes } from './profiles/routes.ts'
import { missingOf } from './readiness.ts'

/** The commands, as an HTTP app. */
export function createWriteApi(deps: WriteApi): OpenAPIHono<ApiEnv> {
  const { log, metrics, site } = deps
  const app = createApi<ApiEnv>({ log, metrics, site, readiness: () => missingOf(deps) })
  app.onError((error, c) => {
    if (!isUnavailable(error)) return answerError(error, c)
    c.get('log').warn({ err: error }, 'postgres cannot serve')
    return answerError(new ApiError('service_unavailable', undefined, { 'Retry-After': '2' }), c)
  })
  app.use('/api/*', presentCredential(site))
  addUserRoutes(app, deps)
  addSessionRoutes(app, deps)
  addOperatorRoutes(app, deps)
  addArticleRoutes(app, deps)
  addCommentRoutes(app, deps)
  addProfileRoutes(app, deps)
  return app
}
