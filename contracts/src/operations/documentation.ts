import { z } from 'zod'
import { answerErrors, notModified } from './operation.ts'

const tags: string[] = ['Documentation']

export const readDocument = {
  method: 'get',
  path: '/api/openapi.json',
  tags,
  summary: 'This document',
  responses: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': { schema: z.object({ openapi: z.string() }) } },
    },
    ...notModified,
  },
} as const

export const readDocs = {
  method: 'get',
  path: '/api/docs',
  tags,
  summary: 'A page on which every operation can be tried',
  responses: {
    200: { description: 'The page', content: { 'text/html': { schema: z.string() } } },
    ...notModified,
  },
} as const

/** What the page is made of. */
export const docsFiles = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'favicon-32x32.png',
  'try-it.js',
] as const

export const readDocsFile = {
  method: 'get',
  path: '/api/docs/{file}',
  tags,
  summary: 'A file of that page',
  request: { params: z.object({ file: z.string().meta({ enum: docsFiles }) }) },
  responses: {
    200: {
      description: 'The file',
      content: {
        'text/css': { schema: z.string() },
        'text/javascript': { schema: z.string() },
        'image/png': { schema: z.string() },
      },
    },
    ...notModified,
    ...answerErrors('route_not_found'),
  },
} as const
