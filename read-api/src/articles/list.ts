import { articleList } from '@broadsheet/contracts/article'
import { articleListQuery } from '@broadsheet/contracts/search'
import type { ApiEnv } from '@broadsheet/platform/api'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerJson, errorAnswers, jsonAnswer } from '../answers.ts'
import { consistentRead } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { listedArticleOf } from './article-answer.ts'
import { articlePage } from './article-page.ts'

export function addArticleListRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const route = createRoute({
    method: 'get',
    path: '/api/articles',
    middleware: consistentRead(deps.consistency, {
      projections: ['search', 'social'],
      searches: true,
    }),
    request: { query: articleListQuery },
    responses: {
      200: jsonAnswer(articleList, 'A page of articles, newest first'),
      ...errorAnswers,
    },
  })
  app.openapi(route, async (c) => {
    const { tag, author, limit, offset } = c.req.valid('query')
    const { refresher } = deps.consistency
    const authorId = author === undefined ? undefined : await deps.social.userIdOf(author)
    if (authorId === null) return answerJson(c, { articles: [], articlesCount: 0 })
    const hiddenIds = c.get('reading').hidden.ids((position) => refresher.covers(position))
    const { documents, total } = await articlePage(
      deps.elasticsearch,
      { tag, authorId, hiddenIds },
      { limit, offset },
    )
    const authorOf = await deps.social.profiles(documents.map((document) => document.authorId))
    return answerJson(c, {
      articles: documents.map((found) => listedArticleOf(found, authorOf(found.authorId))),
      articlesCount: total,
    })
  })
}
