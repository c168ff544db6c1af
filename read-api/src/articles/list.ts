import { listArticles } from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { listedArticles } from './listed.ts'

export function addArticleListRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const { social } = deps
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(listArticles, deps, uses), async (c) => {
    const { tag, author, favorited, ...page } = c.req.valid('query')
    const authorId = author === undefined ? undefined : await social.userIdOf(author)
    const readerId = favorited === undefined ? undefined : await social.userIdOf(favorited)
    // Nobody of that name has written or favors anything.
    if (authorId === null || readerId === null) {
      return answerJson(c, { articles: [], articlesCount: 0 })
    }
    const selection = {
      tag,
      authorIds: authorId === undefined ? undefined : [authorId],
      articleIds: readerId === undefined ? undefined : await social.favoredBy(readerId),
    }
    return answerJson(c, await listedArticles(deps, c.get('reading'), selection, page))
  })
}
