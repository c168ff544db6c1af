import { z } from 'zod'
import { sessionAnswer, sessionsAnswer } from '../session.ts'
import { login as loginBody } from '../user.ts'
import {
  commandErrors,
  jsonAnswer,
  jsonBody,
  notModified,
  signedInUser,
  signInErrors,
} from './operation.ts'

const tags: string[] = ['Sessions']

export const startSession = {
  method: 'post',
  path: '/api/sessions',
  tags,
  summary: 'Sign in with a cookie that scripts cannot read; it ends the session it replaces',
  request: jsonBody(loginBody.shape.user),
  responses: {
    201: jsonAnswer(sessionAnswer, 'Signed in'),
    ...signInErrors('credentials_invalid', 'account_disabled', 'rate_limited', 'cross_site'),
  },
} as const

export const listSessions = {
  method: 'get',
  path: '/api/sessions',
  tags,
  summary: "The signed-in user's sessions, newest first",
  security: signedInUser,
  responses: {
    200: jsonAnswer(sessionsAnswer, 'The sessions'),
    ...notModified,
    ...commandErrors('consistency_token_invalid'),
  },
} as const

export const endCurrentSession = {
  method: 'delete',
  path: '/api/sessions/current',
  tags,
  summary: 'Sign out',
  security: signedInUser,
  responses: { 204: { description: 'Signed out' }, ...commandErrors() },
} as const

export const endSession = {
  method: 'delete',
  path: '/api/sessions/{id}',
  tags,
  summary: "End one of the signed-in user's sessions",
  security: signedInUser,
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Ended' }, ...commandErrors('session_not_found') },
} as const
