import { z } from 'zod'
import { articleAnswer, articleChanges, articleList, articlePage, newArticle } from '../article.ts'
import { cursorPage, page } from '../page.ts'
import { articleListQuery, relatedAnswer, relatedQuery, tagsAnswer } from '../search.ts'
import {
  bodyCommandErrors,
  commandErrors,
  jsonAnswer,
  jsonBody,
  notModified,
  optionalUser,
  readErrors,
  signedInUser,
} from './operation.ts'

const tags: string[] = ['Articles']

/** Any text is taken, but no other can be found. */
const slugStep = z
  .string()
  .meta({ id: 'Slug', minLength: 1, maxLength: 120, pattern: '^[a-z0-9-]+$' })
export const slugParams = z.object({ slug: slugStep })

export const listArticles = {
  method: 'get',
  path: '/api/articles',
  tags,
  summary: 'Published articles, newest first',
  security: optionalUser,
  request: { query: articleListQuery },
  responses: {
    200: jsonAnswer(articleList, 'A page of articles, newest first'),
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const

export const readFeed = {
  method: 'get',
  path: '/api/articles/feed',
  tags,
  summary: 'Articles of the authors that the signed-in user follows, newest first',
  security: signedInUser,
  request: { query: page },
  responses: {
    200: jsonAnswer(articleList, 'A page of articles, newest first'),
    ...notModified,
    ...readErrors('token_missing', 'validation_failed'),
  },
} as const

export const readFeedByCursor = {
  method: 'get',
  path: '/api/feed',
  tags,
  summary: 'The same by cursor: pages that neither repeat nor skip while articles come and go',
  security: signedInUser,
  request: { query: cursorPage },
  responses: {
    200: jsonAnswer(articlePage, 'A page of articles, newest first, and the cursor of the next'),
    ...notModified,
    ...readErrors('token_missing', 'validation_failed'),
  },
} as const

export const readArticle = {
  method: 'get',
  path: '/api/articles/{slug}',
  tags,
  summary: 'An article; a draft for its author alone',
  security: optionalUser,
  request: { params: slugParams },
  responses: {
    200: jsonAnswer(articleAnswer, 'The article'),
    301: { description: 'The slug is an old one; `Location` has the present one' },
    ...notModified,
    ...readErrors('article_not_found'),
  },
} as const

export const relatedArticles = {
  method: 'get',
  path: '/api/articles/{slug}/related',
  tags,
  summary: 'Published articles about the same',
  security: optionalUser,
  request: { params: slugParams, query: relatedQuery },
  responses: {
    200: jsonAnswer(relatedAnswer, 'The most alike first'),
    ...notModified,
    ...readErrors('article_not_found', 'validation_failed'),
  },
} as const

const signedInOrOperator = [...signedInUser, { operator: [] }]

export const createArticle = {
  method: 'post',
  path: '/api/articles',
  tags,
  summary: 'Publish an article, or keep it as a draft',
  security: signedInOrOperator,
  request: jsonBody(newArticle),
  responses: {
    200: jsonAnswer(articleAnswer, 'Imported before; changed where it differed'),
    201: jsonAnswer(articleAnswer, 'Created'),
    ...bodyCommandErrors('import_forbidden', 'idempotency_key_reused'),
  },
} as const

export const updateArticle = {
  method: 'put',
  path: '/api/articles/{slug}',
  tags,
  summary: 'Change an article; another title gives another slug',
  security: signedInUser,
  request: { params: slugParams, ...jsonBody(articleChanges) },
  responses: {
    200: jsonAnswer(articleAnswer, 'The article as changed'),
    ...bodyCommandErrors('article_forbidden', 'article_not_found', 'precondition_failed'),
  },
} as const

export const deleteArticle = {
  method: 'delete',
  path: '/api/articles/{slug}',
  tags,
  summary: 'Delete an article, with its comments and favorites',
  security: signedInUser,
  request: { params: slugParams },
  responses: {
    204: { description: 'Deleted' },
    ...commandErrors('article_forbidden', 'article_not_found', 'precondition_failed'),
  },
} as const

export const favorite = {
  method: 'post',
  path: '/api/articles/{slug}/favorite',
  tags,
  summary: 'Favor an article',
  security: signedInUser,
  request: { params: slugParams },
  responses: {
    200: jsonAnswer(articleAnswer, 'The article, favored'),
    ...commandErrors('article_not_found', 'idempotency_key_reused', 'validation_failed'),
  },
} as const

export const unfavorite = {
  method: 'delete',
  path: '/api/articles/{slug}/favorite',
  tags,
  summary: 'Favor an article no more',
  security: signedInUser,
  request: { params: slugParams },
  responses: {
    200: jsonAnswer(articleAnswer, 'The article, not favored'),
    ...commandErrors('article_not_found'),
  },
} as const

export const listTags = {
  method: 'get',
  path: '/api/tags',
  tags,
  summary: 'Every tag of a published article, the most used first',
  security: optionalUser,
  responses: { 200: jsonAnswer(tagsAnswer, 'The tags'), ...notModified, ...readErrors() },
} as const
