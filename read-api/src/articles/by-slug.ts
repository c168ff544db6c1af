import { readArticle } from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { articleOf } from './article-answer.ts'
import { findArticle } from './find-article.ts'

export function addArticleRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: false } as const
  app.openapi(readRoute(readArticle, deps, uses), async (c) => {
    const { slug } = c.req.valid('param')
    const reading = c.get('reading')
    const document = await findArticle(deps, slug, reading)
    if (document.slug !== slug) {
      c.header('Cache-Control', 'no-cache')
      return c.redirect(`/api/articles/${document.slug}`, 301)
    }
    const around = await deps.social.around(reading.userId, [document.authorId], [document.id])
    const answer = answerJson(c, { article: articleOf(document, around) }, document.version)
    if (answer.status === 200 && document.status === 'published') deps.countView(c, document.id)
    return answer
  })
}
