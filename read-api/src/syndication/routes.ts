import * as operations from '@broadsheet/contracts/operations/syndication'
import { feedMediaTypes } from '@broadsheet/contracts/syndication'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { answerText } from '@broadsheet/platform/text-answer'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { articleFeed } from './article-feed.ts'
import { rememberingArticleHtml } from './article-html.ts'
import { atomOf } from './atom.ts'
import { jsonFeedOf } from './json-feed.ts'
import { sitemapIndexOf, sitemapOf } from './sitemap.ts'
import { beginning, sitemapPage, sitemapPages } from './sitemap-pages.ts'

/**
 * Feeds and the sitemap, the same for everybody. They have no `Last-Modified`: what was taken away leaves
 * no date behind, so a date cannot tell whether a reader's copy still holds. The ETag can.
 */
export function addSyndicationRoutes(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true, sameForAll: true } as const
  const render = rememberingArticleHtml()

  app.openapi(readRoute(operations.readAtomFeed, deps, uses), async (c) => {
    const about = { path: operations.readAtomFeed.path, asked: c.req.valid('query'), render }
    const feed = await articleFeed(deps, c.get('reading'), about)
    return answerText(c, atomOf(feed), feedMediaTypes.atom)
  })

  app.openapi(readRoute(operations.readJsonFeed, deps, uses), async (c) => {
    const about = { path: operations.readJsonFeed.path, asked: c.req.valid('query'), render }
    const feed = await articleFeed(deps, c.get('reading'), about)
    return answerText(c, JSON.stringify(jsonFeedOf(feed)), feedMediaTypes.json)
  })

  const searchAlone = { ...uses, projections: ['search'] } as const
  app.openapi(readRoute(operations.readSitemap, deps, searchAlone), async (c) => {
    const hiddenIds = hiddenFromSearch('articles', c.get('reading'), deps.consistency)
    const source = { elasticsearch: deps.elasticsearch, hiddenIds }
    const { after } = c.req.valid('query')
    return answerText(c, await sitemapText(deps, source, after), 'application/xml')
  })
}

/** A page, or without `after` the only one, or the index of all. Rejects with 404 past the last. */
async function sitemapText(
  { pages }: ReadApi,
  source: Parameters<typeof sitemapPage>[0],
  after: string | undefined,
): Promise<string> {
  const all = after === undefined ? await sitemapPages(source) : []
  if (all.length > 1) {
    return sitemapIndexOf(all.map((one) => pages.own('/sitemap.xml', { after: one })))
  }
  const start = after ?? beginning
  const entries = await sitemapPage(source, start)
  if (entries.length === 0 && start !== beginning) throw new ApiError('route_not_found')
  return sitemapOf(pages, entries, start === beginning)
}
