import { z } from 'zod'
import { commentAnswer, commentList, commentListQuery, newComment } from '../comment.ts'
import { slugParams } from './articles.ts'
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

const path = '/api/articles/{slug}/comments'
const commentParams = slugParams.extend({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be a positive whole number')
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 999_999_999_999_999 }),
})

const tags: string[] = ['Comments']

export const listComments = {
  method: 'get',
  path,
  tags,
  summary: 'Comments of an article, newest first',
  security: optionalUser,
  request: { params: slugParams, query: commentListQuery },
  responses: {
    200: jsonAnswer(commentList, 'The comments'),
    ...notModified,
    ...readErrors('article_not_found', 'validation_failed'),
  },
} as const

export const addComment = {
  method: 'post',
  path,
  tags,
  summary: 'Comment on an article',
  security: signedInUser,
  request: { params: slugParams, ...jsonBody(newComment) },
  responses: {
    201: jsonAnswer(commentAnswer, 'The comment'),
    ...bodyCommandErrors('article_not_found', 'idempotency_key_reused'),
  },
} as const

export const deleteComment = {
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: "Delete one's comment",
  security: signedInUser,
  request: { params: commentParams },
  responses: {
    204: { description: 'Deleted' },
    ...commandErrors(
      'comment_forbidden',
      'article_not_found',
      'comment_not_found',
      'validation_failed',
    ),
  },
} as const
