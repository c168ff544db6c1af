import { comment, type CommentDocument } from '@broadsheet/contracts/comment'
import { commentsAlias } from '@broadsheet/contracts/names'
import { listComments } from '@broadsheet/contracts/operations/comments'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { findArticle } from '../articles/find-article.ts'
import { idsIn } from '../articles/selection.ts'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { newestPage } from '../newest-page.ts'
import { readRoute } from '../read-route.ts'

export function addCommentsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(listComments, deps, uses), async (c) => {
    const reading = c.get('reading')
    const article = await findArticle(deps, c.req.valid('param').slug, reading)
    const bool = {
      filter: [{ term: { articleId: article.id } }],
      must_not: idsIn(hiddenFromSearch('comments', reading, deps.consistency)),
    }
    const list = { index: commentsAlias, query: { bool } }
    const page = c.req.valid('query')
    const { documents } = await newestPage<CommentDocument>(deps.elasticsearch, list, page)
    const authorIds = documents.map(({ authorId }) => authorId)
    const { authorOf } = await deps.social.around(reading.userId, authorIds)
    return answerJson(c, {
      comments: documents.map((found) =>
        comment.parse({ ...found, author: authorOf(found.authorId) }),
      ),
    })
  })
}
