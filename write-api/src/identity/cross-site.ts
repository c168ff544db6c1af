import { ApiError } from '@broadsheet/platform/api-error'
import type { Site } from '@broadsheet/platform/site'
import type { Context } from 'hono'

const ownSites = ['same-origin', 'none']

/**
 * Throws 403 when a browser says that another site's page makes it ask. An origin that the operator
 * named may; without `Sec-Fetch-Site` (an older browser), `Origin` must be our own.
 */
export function refuseCrossSite(c: Context, site: Site): void {
  const origin = c.req.header('origin')
  if (origin !== undefined && site.corsOrigins !== '*' && site.corsOrigins.includes(origin)) return
  const fetchSite = c.req.header('sec-fetch-site')
  const isOwn = fetchSite === undefined || ownSites.includes(fetchSite)
  const isForeign =
    origin === 'null' ||
    (fetchSite === undefined && !isOwnOrigin(origin, c.req.header('host'), site))
  if (!isOwn || isForeign) throw new ApiError('cross_site')
}

/** No browser leaves `Origin` out of a write: without one it is no browser. */
function isOwnOrigin(origin: string | undefined, host: string | undefined, site: Site): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const given = new URL(origin)
  return given.origin === new URL(site.publicUrl).origin || given.host === host?.toLowerCase()
}
