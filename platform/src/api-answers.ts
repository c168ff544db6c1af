import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { RouterRoute } from 'hono/types'
import { ApiError } from './api-error.ts'

/** Turns whatever was thrown into the contract's error body; the unforeseen is logged and is 500. */
export function answerError(error: unknown, c: Context): Response {
  const answer = asApiError(error)
  if (answer.code === 'internal_error') c.get('log')?.error({ err: error }, 'request failed')
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value)
  const trackId: string = c.get('trackId') ?? 'none'
  return c.json(
    { errors: answer.fields, code: answer.code, trackId },
    answer.status as ContentfulStatusCode,
  )
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof HTTPException && error.status === 400) return new ApiError('malformed_json')
  if (error instanceof HTTPException && error.status === 415) {
    return new ApiError('unsupported_media_type')
  }
  return new ApiError('internal_error')
}

/** 404 for an unknown path; 405 with `Allow` for a known path asked with another method. */
export function answerUnknownRoute(c: Context, routes: RouterRoute[]): Response {
  const allowed = new Set(
    routes
      .filter((route) => route.method !== 'ALL' && matches(route.path, c.req.path))
      .map((route) => route.method),
  )
  if (allowed.has('GET')) allowed.add('HEAD')
  if (allowed.size === 0 || allowed.has(c.req.method)) {
    return answerError(new ApiError('route_not_found'), c)
  }
  const allow = { Allow: [...allowed].toSorted().join(', ') }
  return answerError(new ApiError('method_not_allowed', undefined, allow), c)
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((step, at) => (step.startsWith(':') ? given[at] !== '' : step === given[at]))
  )
}
