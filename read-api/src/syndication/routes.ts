import * as operations from '@broadsheet/contracts/operations/syndication'
import { feedMediaTypes } from '@broadsheet/contracts/syndication'
import type { ApiEnv } from '@broadsheet/platform/api'
import { answerText } from '@broadsheet/platform/text-answer'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { articleFeed } from './article-feed.ts'
import { atomOf } from './atom.ts'
import { jsonFeedOf } from './json-feed.ts'
import { renderedArticles } from './rendered-articles.ts'
import { sitemapText } from './sitemap.ts'

/** Feeds and the sitemap, the same for everybody. */
export function addSyndicationRoutes(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true, sameForAll: true } as const
  const rendered = renderedArticles()

  app.openapi(readRoute(operations.readAtomFeed, deps, uses), async (c) => {
    const about = { path: operations.readAtomFeed.path, asked: c.req.valid('query'), rendered }
    const feed = await articleFeed(deps, c.get('reading'), about)
    return answerText(c, atomOf(feed), feedMediaTypes.atom)
  })

  app.openapi(readRoute(operations.readJsonFeed, deps, uses), async (c) => {
    const about = { path: operations.readJsonFeed.path, asked: c.req.valid('query'), rendered }
    const feed = await articleFeed(deps, c.get('reading'), about)
    return answerText(c, JSON.stringify(jsonFeedOf(feed)), feedMediaTypes.json)
  })

  const searchAlone = { ...uses, projections: ['search'] } as const
  app.openapi(readRoute(operations.readSitemap, deps, searchAlone), async (c) => {
    const hiddenIds = hiddenFromSearch('articles', c.get('reading'), deps.consistency)
    const source = { elasticsearch: deps.elasticsearch, hiddenIds }
    const text = await sitemapText(deps.pages, source, c.req.valid('query'))
    return answerText(c, text, 'application/xml')
  })
}
