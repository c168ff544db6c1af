import type { Context, Next } from 'hono'
import { randomUUID } from 'node:crypto'
import { Histogram } from 'prom-client'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

const trackIdPattern = /^[\w-]{8,64}$/

/** Gives a request its track id (the caller's, when it is a sane one), its log and its metric. */
export function observeRequests(log: Log, metrics: Metrics) {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [metrics],
  })
  return async (c: Context, next: Next): Promise<void> => {
    const started = performance.now()
    const given = c.req.header('x-track-id') ?? ''
    const trackId = trackIdPattern.test(given) ? given : randomUUID()
    c.set('trackId', trackId)
    c.set('log', log.child({ trackId }))
    c.header('X-Track-Id', trackId)
    await next()
    const seconds = (performance.now() - started) / 1000
    const labels = { method: c.req.method, route: routeOf(c), status: c.res.status }
    duration.observe(labels, seconds)
    c.get('log').info({ ...labels, ms: Math.round(seconds * 1000) }, 'answered')
  }
}

/**
 * The pattern, never the path: a metric's label must not grow with the articles. Of several that match,
 * such as those of a feed and of a slug, the first one answers.
 */
function routeOf(c: Context): string {
  return c.req.matchedRoutes.find((route) => !route.path.includes('*'))?.path ?? 'unknown'
}
