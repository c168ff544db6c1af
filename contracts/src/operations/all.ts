import type { z } from 'zod'
import * as articles from './articles.ts'
import * as comments from './comments.ts'
import * as documentation from './documentation.ts'
import * as operator from './operator.ts'
import * as profiles from './profiles.ts'
import * as search from './search.ts'
import * as sessions from './sessions.ts'
import * as stats from './stats.ts'
import * as syndication from './syndication.ts'
import * as users from './users.ts'

type Content = Record<string, { schema: z.ZodType }>
type Answer = { description: string; content?: Content }

/** One HTTP operation; `path` has its parameters in braces, as OpenAPI does. */
export type Operation = {
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  tags: string[]
  summary: string
  /** Who may ask, by any of these; absent: anybody. */
  security?: Record<string, string[]>[]
  request?: {
    params?: z.ZodObject
    query?: z.ZodObject
    body?: { content: Content; required: boolean }
  }
  responses: Record<string, Answer>
}

const groups: object[] = [
  articles,
  comments,
  profiles,
  users,
  sessions,
  search,
  stats,
  syndication,
  operator,
  documentation,
]

/** Every operation of the two APIs, by the name under which it is exported. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  groups.flatMap((group) =>
    Object.entries(group).filter(
      (entry): entry is [string, Operation] => typeof entry[1] === 'object' && 'path' in entry[1],
    ),
  ),
)

/** Which API answers: the write side also what is read from Postgres and from the sessions. */
export function answeringSide({ method, path }: Operation): 'write' | 'read' {
  return method !== 'get' || ['/api/user', '/api/sessions'].includes(path) ? 'write' : 'read'
}
