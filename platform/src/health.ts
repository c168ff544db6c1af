import type { Hono } from 'hono'
import type { Metrics } from './metrics.ts'

/** What is missing for this process to serve; an empty list means ready. */
export type Readiness = () => Promise<string[]>

/** `/livez` (the process runs), `/readyz` (503 with what is missing), `/metrics` (Prometheus text). */
export function addHealthRoutes(app: Hono<any>, metrics: Metrics, readiness: Readiness): void {
  app.get('/livez', (c) => c.json({ status: 'live' }))
  app.get('/readyz', async (c) => {
    const missing = await readiness().catch((error: unknown) => [String(error)])
    return missing.length === 0
      ? c.json({ status: 'ready' })
      : c.json({ status: 'not ready', missing }, 503)
  })
  app.get('/metrics', async (c) =>
    c.text(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }),
  )
}
