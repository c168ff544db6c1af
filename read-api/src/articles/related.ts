import type { ArticleDocument } from '@broadsheet/contracts/article'
import { articlesAlias } from '@broadsheet/contracts/names'
import { relatedArticles } from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { estypes } from '@elastic/elasticsearch'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch } from '../elasticsearch.ts'
import { readRoute } from '../read-route.ts'
import { listedArticleOf, withoutBody, type ListedDocument } from './article-answer.ts'
import { findArticle } from './find-article.ts'
import { idsIn } from './selection.ts'

export function addRelatedRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const { consistency, elasticsearch, social } = deps
  const uses = { projections: ['search', 'social'], searches: true } as const
  app.openapi(readRoute(relatedArticles, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { limit } = c.req.valid('query')
    const article = await findArticle(deps, c.req.valid('param').slug, reading)
    const hiddenIds = hiddenFromSearch('articles', reading, consistency)
    const answer = elasticsearch.search<ListedDocument>({
      index: articlesAlias,
      query: likeQuery(article, hiddenIds),
      size: limit,
      track_total_hits: false,
      _source: withoutBody,
      sort: ['_score', { createdAt: 'desc' }, { id: 'desc' }],
    })
    const found = (await askElasticsearch(answer)).hits.hits.flatMap(({ _source }) => _source ?? [])
    const around = await social.around(
      reading.userId,
      found.map(({ authorId }) => authorId),
      found.map(({ id }) => id),
    )
    return answerJson(c, { articles: found.map((one) => listedArticleOf(one, around)) })
  })
}

/** The beginning of a body tells what it is about. */
const mostOfBody = 5_000
/** Of the words that tell an article from others so many are looked for, a fifth of them must be there. */
const words = { max_query_terms: 25, minimum_should_match: '20%' }

/** Other articles that have its rare words, in any form, or its tags. */
export function likeQuery(
  { id, title, description, body, tagList }: ArticleDocument,
  hiddenIds: readonly string[],
): NonNullable<estypes.QueryDslQueryContainer> {
  const text = [title, description, body.slice(0, mostOfBody).toWellFormed()].join('\n')
  return {
    bool: {
      should: [
        {
          more_like_this: {
            fields: ['title.stem', 'description.stem', 'body.stem'],
            like: [text],
            min_term_freq: 1,
            min_doc_freq: 1,
            min_word_length: 3,
            ...words,
          },
        },
        ...tagList.map((tag) => ({ term: { tagList: { value: tag, boost: 2 } } })),
      ],
      minimum_should_match: 1,
      must_not: idsIn([id, ...hiddenIds]),
    },
  }
}
