import { articleAnswer } from '@broadsheet/contracts/article'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { answerJson, errorAnswers, jsonAnswer } from '../answers.ts'
import { consistentRead } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { articleOf } from './article-answer.ts'
import { findArticle } from './find-article.ts'

export function addArticleRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const route = createRoute({
    method: 'get',
    path: '/api/articles/{slug}',
    middleware: consistentRead(deps.consistency, {
      projections: ['search', 'social'],
      searches: false,
    }),
    request: { params: z.object({ slug: z.string() }) },
    responses: {
      200: jsonAnswer(articleAnswer, 'The article'),
      301: { description: 'The slug is an old one; `Location` has the present one' },
      ...errorAnswers,
    },
  })
  app.openapi(route, async (c) => {
    const { slug } = c.req.valid('param')
    const { watermarks } = deps.consistency
    const stores = { articles: deps.articles, social: deps.social, watermarks }
    const document = await findArticle(stores, slug, c.get('reading'))
    if (document === null) throw new ApiError('article_not_found')
    if (document.slug !== slug) {
      c.header('Cache-Control', 'no-cache')
      return c.redirect(`/api/articles/${document.slug}`, 301)
    }
    const author = (await deps.social.profiles([document.authorId]))(document.authorId)
    return answerJson(c, { article: articleOf(document, author) }, document.version)
  })
}
