import { readTrending } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { listedArticleOf } from '../articles/article-answer.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { hiddenFromStats } from './hidden-from-stats.ts'

export function addTrendingRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social', 'stats'], searches: false } as const
  app.openapi(readRoute(readTrending, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { window, tag, limit } = c.req.valid('query')
    const except = hiddenFromStats(reading, deps)
    // The whole second, so that whoever asks in it asks the same.
    const now = new Date(Math.floor(deps.clock().getTime() / 1_000) * 1_000)
    const found = await deps.counts.trending(window, now, { tag, limit, except })
    const documents = await deps.articles.publishedAmong(found.map(({ articleId }) => articleId))
    const around = await deps.social.around(
      reading.userId,
      [...documents.values()].map(({ authorId }) => authorId),
      [...documents.keys()],
    )
    const articles = found.flatMap(({ articleId, score, views }) => {
      const document = documents.get(articleId)
      return document ? [{ article: listedArticleOf(document, around), score, views }] : []
    })
    return answerJson(c, { articles })
  })
}
