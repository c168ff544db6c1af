import { articlesAlias } from '@broadsheet/contracts/names'
import { suggest } from '@broadsheet/contracts/operations/search'
import { suggestAnswer, type SuggestAnswer } from '@broadsheet/contracts/search'
import { limits } from '@broadsheet/contracts/article'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { estypes } from '@elastic/elasticsearch'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ListedDocument } from '../articles/article-answer.ts'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch } from '../elasticsearch.ts'
import { readRoute } from '../read-route.ts'
import { tagsRequest, titlesRequest } from './suggest-request.ts'

const most = { articles: 5, tags: 10, people: 10 }

export function addSuggestRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(suggest, deps, uses), async (c) => {
    const beginning = c.req.valid('query').q.trim()
    if (beginning === '') return answerJson(c, { articles: [], tags: [], people: [] })
    const hiddenIds = hiddenFromSearch('articles', c.get('reading'), deps.consistency)
    const [articles, tags, people] = await Promise.all([
      titlesLike(deps, beginning, hiddenIds),
      tagsFrom(deps, beginning, hiddenIds),
      deps.social.usernamesFrom(beginning, most.people),
    ])
    return answerJson(c, suggestAnswer.parse({ articles, tags, people }))
  })
}

async function titlesLike(
  { elasticsearch }: ReadApi,
  words: string,
  hiddenIds: readonly string[],
): Promise<ListedDocument[]> {
  const request = titlesRequest(words, hiddenIds, most.articles)
  const answer = elasticsearch.search<ListedDocument>({ index: articlesAlias, ...request })
  const { hits } = await askElasticsearch(answer)
  return hits.hits.flatMap(({ _source }) => _source ?? [])
}

async function tagsFrom(
  { elasticsearch }: ReadApi,
  beginning: string,
  hiddenIds: readonly string[],
): Promise<SuggestAnswer['tags']> {
  if ([...beginning].length > limits.tag) return []
  const request = tagsRequest(beginning, hiddenIds, most.tags)
  const { aggregations } = await askElasticsearch(
    elasticsearch.search<never, { tags: estypes.AggregationsStringTermsAggregate }>({
      index: articlesAlias,
      ...request,
    }),
  )
  const buckets = aggregations?.tags.buckets as estypes.AggregationsStringTermsBucket[]
  return buckets.map(({ key }) => String(key))
}
