import { z } from 'zod'
import { usernameStep } from '../user.ts'
import { commandErrors } from './operation.ts'

const tags: string[] = ['Operator']
const security: Record<string, string[]>[] = [{ operator: [] }]
const request = { params: z.object({ username: usernameStep }) }
const errors = commandErrors('operator_only', 'profile_not_found', 'validation_failed')

export const disableUser = {
  method: 'post',
  path: '/api/operator/users/{username}/disable',
  tags,
  summary: 'Keep a user from signing in, and end all their sessions at once',
  security,
  request,
  responses: { 204: { description: 'Disabled' }, ...errors },
} as const

export const enableUser = {
  method: 'post',
  path: '/api/operator/users/{username}/enable',
  tags,
  summary: 'Let a disabled user sign in again',
  security,
  request,
  responses: { 204: { description: 'Enabled' }, ...errors },
} as const

export const appointEditor = {
  method: 'post',
  path: '/api/operator/users/{username}/appoint-editor',
  tags,
  summary: 'Make a user an editor, who may read the statistics of the whole site',
  security,
  request,
  responses: { 204: { description: 'An editor' }, ...errors },
} as const

export const dismissEditor = {
  method: 'post',
  path: '/api/operator/users/{username}/dismiss-editor',
  tags,
  summary: 'Let an editor be one no more',
  security,
  request,
  responses: { 204: { description: 'No editor' }, ...errors },
} as const
