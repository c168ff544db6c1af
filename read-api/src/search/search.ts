import { maxOffset } from '@broadsheet/contracts/page'
import * as operations from '@broadsheet/contracts/operations/search'
import type { SearchAnswer, SearchQuery } from '@broadsheet/contracts/search'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { listedArticleOf } from '../articles/article-answer.ts'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import type { Surroundings } from '../social/surroundings.ts'
import { engagementOf } from './engagement.ts'
import { authorIdsOf, facetsOf } from './facets.ts'
import { searchPage, type Hit } from './search-page.ts'

export function addSearchRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(operations.search, deps, uses), async (c) => {
    const query = c.req.valid('query')
    refuseDeep(query)
    const reading = c.get('reading')
    const { author } = query
    const authorId = author === undefined ? undefined : await deps.social.userIdOf(author)
    const hiddenIds = hiddenFromSearch('articles', reading, deps.consistency)
    const page = await searchPage(deps, { ...query, authorId }, hiddenIds)
    const around = await deps.social.around(
      reading.userId,
      [...authorIdsOf(page.facets), ...page.hits.map(({ _source }) => _source?.authorId ?? '')],
      page.hits.map(({ _id }) => _id ?? ''),
    )
    return answerJson(c, {
      ...page,
      hits: answerHits(page.hits, around, query.sort),
      facets: facetsOf(page.facets, (id) => around.authorOf(id).username),
    })
  })
}

/** Elasticsearch sorts every page up to the one that it gives. */
function refuseDeep({ offset, limit, cursor }: SearchQuery): void {
  if (offset > 0 && cursor !== undefined) {
    throw new ApiError('validation_failed', { offset: ['is not for use with a cursor'] })
  }
  if (offset + limit >= maxOffset) {
    const rule = `is too deep: with limit it must stay below ${maxOffset}, further on use the cursor`
    throw new ApiError('validation_failed', { offset: [rule] })
  }
}

/** Engagement moves a hit within its page alone: the pages themselves stay apart. */
function answerHits(
  hits: readonly Hit[],
  around: Surroundings,
  sort: SearchQuery['sort'],
): SearchAnswer['hits'] {
  const answered = hits.flatMap(({ _source, _id, _score, highlight }) => {
    if (!_source) return []
    const isScored = typeof _score === 'number'
    return {
      article: listedArticleOf(_source, around),
      score: isScored ? _score + engagementOf(around.favorOf(_id ?? '').favoritesCount) : 0,
      highlights: { title: highlight?.['title'] ?? [], body: highlight?.['body'] ?? [] },
    }
  })
  return sort === 'newest' ? answered : answered.toSorted((a, b) => b.score - a.score)
}
