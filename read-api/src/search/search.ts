import { articlesAlias } from '@broadsheet/contracts/names'
import { searchAnswer, searchQuery, type SearchAnswer } from '@broadsheet/contracts/search'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { errors, type estypes } from '@elastic/elasticsearch'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { answerJson, errorAnswers, jsonAnswer } from '../answers.ts'
import { listedArticleOf, type ListedDocument } from '../articles/article-answer.ts'
import { askElasticsearch } from '../articles/article-store.ts'
import { totalOf } from '../articles/article-page.ts'
import { consistentRead } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { searchRequest } from './search-request.ts'

export function addSearchRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const route = createRoute({
    method: 'get',
    path: '/api/search',
    middleware: consistentRead(deps.consistency, {
      projections: ['search', 'social'],
      searches: true,
    }),
    request: { query: searchQuery },
    responses: { 200: jsonAnswer(searchAnswer, 'The best hits first'), ...errorAnswers },
  })
  app.openapi(route, async (c) => {
    const { q, tag, author, limit } = c.req.valid('query')
    const { refresher } = deps.consistency
    const authorId = author === undefined ? undefined : await deps.social.userIdOf(author)
    if (authorId === null) return answerJson(c, { hits: [], total: 0 })
    const hiddenIds = c.get('reading').hidden.ids((position) => refresher.covers(position))
    const request = searchRequest(q.trim(), { tag, authorId, hiddenIds }, limit)
    const { hits } = await search(deps, request)
    return answerJson(c, { hits: await answerHits(deps, hits.hits), total: totalOf(hits.total) })
  })
}

async function search({ elasticsearch }: ReadApi, request: estypes.SearchRequest) {
  const answer = elasticsearch.search<ListedDocument>({ index: articlesAlias, ...request })
  return askElasticsearch(
    answer.catch((error: unknown) => {
      if (!hasTooManyWords(error)) throw error
      throw new ApiError('validation_failed', { q: ['has too many words'] })
    }),
  )
}

/** Elasticsearch bounds a query's clauses by its memory: it alone can tell. */
function hasTooManyWords(error: unknown): boolean {
  return (
    error instanceof errors.ResponseError &&
    /too_many_(?:nested_)?clauses|TooManyClauses|too many (?:nested )?clauses/i.test(
      JSON.stringify(error.body ?? ''),
    )
  )
}

async function answerHits(
  { social }: ReadApi,
  hits: readonly estypes.SearchHit<ListedDocument>[],
): Promise<SearchAnswer['hits']> {
  const authorOf = await social.profiles(hits.flatMap((hit) => hit._source?.authorId ?? []))
  return hits.flatMap(({ _source: found, _score, highlight }) => {
    if (!found) return []
    return {
      article: listedArticleOf(found, authorOf(found.authorId)),
      score: _score ?? 0,
      highlights: { title: highlight?.['title'] ?? [], body: highlight?.['body'] ?? [] },
    }
  })
}
