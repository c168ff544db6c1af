import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'

/** Where browsers find us, and which other sites' scripts may ask us. */
export type Site = {
  publicUrl: string
  /** Any origin, but never with cookies; or the named ones, with cookies. */
  corsOrigins: '*' | readonly string[]
}

const preflightSeconds = 7_200
const exposeHeaders = [
  'Consistency-Token',
  'Consistency',
  'Consistency-Lag',
  'ETag',
  'X-Track-Id',
  'Retry-After',
  'Location',
]
const allowHeaders = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'Idempotency-Key',
  'Consistency-Token',
  'Prefer',
  'X-Track-Id',
  'traceparent',
]

export const isSecure = (site: Site) => new URL(site.publicUrl).protocol === 'https:'

/** Answers preflights, and lets scripts of other origins read our answers, errors too. */
export function allowOrigins({ corsOrigins }: Site): MiddlewareHandler {
  if (corsOrigins.length === 0) return (_c, next) => next()
  return cors({
    origin: corsOrigins === '*' ? '*' : [...corsOrigins],
    credentials: corsOrigins !== '*',
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowHeaders,
    exposeHeaders,
    maxAge: preflightSeconds,
  })
}

/** Nothing that we answer is to be framed, sniffed or run; a handler's own header wins. */
export function hardenAnswers(site: Site): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: isSecure(site) ? 'max-age=31536000' : false,
    overwrite: false,
  })
}
