import { OpenAPIHono } from '@hono/zod-openapi'
import type { FieldErrors } from '@broadsheet/contracts/errors'
import type { z } from 'zod'
import { answerError, answerUnknownRoute } from './api-answers.ts'
import { ApiError } from './api-error.ts'
import { nameCharset } from './charset.ts'
import { addHealthRoutes, type Readiness } from './health.ts'
import { readJsonBody } from './json-body.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { observeRequests } from './request-log.ts'
import { allowOrigins, hardenAnswers, type Site } from './site.ts'

export type ApiVariables = { trackId: string; log: Log }
export type ApiEnv = { Variables: ApiVariables }

/** What validation found, as field → rules; a field is named by its last step in the input. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {}
  for (const issue of error.issues) {
    const named = issue.path.filter((step) => typeof step === 'string')
    const field = named.at(-1) ?? 'body'
    const rules = (fields[field] ??= [])
    if (!rules.includes(issue.message)) rules.push(issue.message)
  }
  return fields
}

/**
 * An HTTP app that answers as the contract says whatever happens: track ids, JSON bodies, validation
 * (422 naming field and rule), the error catalogue, unknown routes and methods, what browsers are told,
 * health, metrics.
 */
export function createApi<E extends ApiEnv>(parts: {
  log: Log
  metrics: Metrics
  readiness: Readiness
  site: Site
}): OpenAPIHono<E> {
  const app = new OpenAPIHono<E>({
    defaultHook: (result) => {
      if (!result.success) throw new ApiError('validation_failed', fieldErrors(result.error))
    },
  })
  app.use(hardenAnswers(parts.site))
  addHealthRoutes(app, parts.metrics, parts.readiness)
  app.use(observeRequests(parts.log, parts.metrics))
  app.use(allowOrigins(parts.site))
  app.use(nameCharset)
  app.use(readJsonBody)
  app.onError(answerError)
  app.notFound((c) => answerUnknownRoute(c, app.routes))
  return app
}
