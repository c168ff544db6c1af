import { searchAnswer, searchQuery, suggestAnswer, suggestQuery } from '../search.ts'
import { jsonAnswer, notModified, optionalUser, readErrors } from './operation.ts'

const tags: string[] = ['Search']

export const search = {
  method: 'get',
  path: '/api/search',
  tags,
  summary: 'Full-text search',
  security: optionalUser,
  request: { query: searchQuery },
  responses: {
    200: jsonAnswer(searchAnswer, 'The best hits first'),
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const

export const suggest = {
  method: 'get',
  path: '/api/search/suggest',
  tags,
  summary: 'Titles, tags and people that begin like `q`',
  security: optionalUser,
  request: { query: suggestQuery },
  responses: {
    200: jsonAnswer(suggestAnswer, 'Suggestions'),
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const
