import { z } from 'zod'
import { profileAnswer, usernameStep } from '../user.ts'
import {
  commandErrors,
  jsonAnswer,
  notModified,
  optionalUser,
  readErrors,
  signedInUser,
} from './operation.ts'

const params = z.object({ username: usernameStep })

const tags: string[] = ['Profiles']

export const readProfile = {
  method: 'get',
  path: '/api/profiles/{username}',
  tags,
  summary: 'A profile',
  security: optionalUser,
  request: { params },
  responses: {
    200: jsonAnswer(profileAnswer, 'The profile'),
    ...notModified,
    ...readErrors('profile_not_found'),
  },
} as const

export const follow = {
  method: 'post',
  path: '/api/profiles/{username}/follow',
  tags,
  summary: 'Follow an author',
  security: signedInUser,
  request: { params },
  responses: {
    200: jsonAnswer(profileAnswer, 'The profile, followed'),
    ...commandErrors('profile_not_found', 'idempotency_key_reused', 'validation_failed'),
  },
} as const

export const unfollow = {
  method: 'delete',
  path: '/api/profiles/{username}/follow',
  tags,
  summary: 'Follow an author no more',
  security: signedInUser,
  request: { params },
  responses: {
    200: jsonAnswer(profileAnswer, 'The profile, not followed'),
    ...commandErrors('profile_not_found'),
  },
} as const
