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
import { beginsLike } from './like-beginning.ts'
import {
  tagsLikeRequest,
  tagsRequest,
  titlesLikeRequest,
  titlesRequest,
} from './suggest-request.ts'

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
      peopleFrom(deps, beginning),
    ])
    return answerJson(c, suggestAnswer.parse({ articles, tags, people }))
  })
}

/** Where nothing begins so, what was typed may be mistyped. */
async function firstFound<T>(...ways: (() => Promise<T[]>)[]): Promise<T[]> {
  for (const way of ways) {
    const found = await way()
    if (found.length > 0) return found
  }
  return []
}

function titlesLike(
  { elasticsearch }: ReadApi,
  words: string,
  hiddenIds: readonly string[],
): Promise<ListedDocument[]> {
  const ask = (requestOf: typeof titlesRequest) => async () => {
    const request = requestOf(words, hiddenIds, most.articles)
    const answer = elasticsearch.search<ListedDocument>({ index: articlesAlias, ...request })
    return (await askElasticsearch(answer)).hits.hits.flatMap(({ _source }) => _source ?? [])
  }
  return firstFound(ask(titlesRequest), ask(titlesLikeRequest))
}

function tagsFrom(
  { elasticsearch }: ReadApi,
  beginning: string,
  hiddenIds: readonly string[],
): Promise<SuggestAnswer['tags']> {
  const ask = async (request: estypes.SearchRequest) => {
    const { aggregations } = await askElasticsearch(
      elasticsearch.search<never, { tags: estypes.AggregationsStringTermsAggregate }>({
        index: articlesAlias,
        ...request,
      }),
    )
    const buckets = aggregations?.tags.buckets as estypes.AggregationsStringTermsBucket[]
    return buckets.map(({ key }) => String(key))
  }
  if ([...beginning].length > limits.tag) return Promise.resolve([])
  return firstFound(
    () => ask(tagsRequest(beginning, hiddenIds, most.tags)),
    async () => {
      const tags = await ask(tagsLikeRequest(beginning, hiddenIds))
      return tags.filter((tag) => beginsLike(tag, beginning)).slice(0, most.tags)
    },
  )
}

/** Of so many names that begin with the first half of what was typed the like ones are taken. */
const mostNames = 500

function peopleFrom({ social }: ReadApi, beginning: string): Promise<SuggestAnswer['people']> {
  return firstFound(
    () => social.usernamesFrom(beginning, most.people),
    async () => {
      const letters = [...beginning]
      const half = letters.slice(0, Math.max(1, Math.floor(letters.length / 2))).join('')
      const names = await social.usernamesFrom(half, mostNames)
      return names.filter((name) => beginsLike(name, beginning)).slice(0, most.people)
    },
  )
}
