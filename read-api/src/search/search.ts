import { articlesAlias } from '@broadsheet/contracts/names'
import * as operations from '@broadsheet/contracts/operations/search'
import type { SearchAnswer } from '@broadsheet/contracts/search'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { errors, type estypes } from '@elastic/elasticsearch'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { listedArticleOf, type ListedDocument } from '../articles/article-answer.ts'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch, totalOf } from '../elasticsearch.ts'
import { readRoute } from '../read-route.ts'
import { searchRequest } from './search-request.ts'

export function addSearchRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(operations.search, deps, uses), async (c) => {
    const { q, tag, author, limit } = c.req.valid('query')
    const reading = c.get('reading')
    const authorId = author === undefined ? undefined : await deps.social.userIdOf(author)
    if (authorId === null) return answerJson(c, { hits: [], total: 0 })
    const selection = { tag, authorIds: authorId === undefined ? undefined : [authorId] }
    const hiddenIds = hiddenFromSearch('articles', reading, deps.consistency)
    const { hits } = await search(deps, searchRequest(q.trim(), selection, hiddenIds, limit))
    return answerJson(c, {
      hits: await answerHits(deps, reading.userId, hits.hits),
      total: totalOf(hits.total),
    })
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
  viewerId: string | null,
  hits: readonly estypes.SearchHit<ListedDocument>[],
): Promise<SearchAnswer['hits']> {
  const documents = hits.flatMap((hit) => hit._source ?? [])
  const around = await social.around(
    viewerId,
    documents.map(({ authorId }) => authorId),
    documents.map(({ id }) => id),
  )
  return hits.flatMap(({ _source: found, _score, highlight }) => {
    if (!found) return []
    return {
      article: listedArticleOf(found, around),
      score: _score ?? 0,
      highlights: { title: highlight?.['title'] ?? [], body: highlight?.['body'] ?? [] },
    }
  })
}
