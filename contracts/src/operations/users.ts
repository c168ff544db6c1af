import { login as loginBody, registration, userAnswer, userChanges } from '../user.ts'
import {
  bodyCommandErrors,
  commandErrors,
  jsonAnswer,
  jsonBody,
  notModified,
  signedInUser,
  signInErrors,
} from './operation.ts'

const tags: string[] = ['Users']

export const register = {
  method: 'post',
  path: '/api/users',
  tags,
  summary: 'Register, and sign in',
  request: jsonBody(registration),
  responses: {
    201: jsonAnswer(userAnswer, 'Registered and signed in'),
    ...signInErrors('username_taken', 'email_taken', 'rate_limited', 'cross_site'),
  },
} as const

export const login = {
  method: 'post',
  path: '/api/users/login',
  tags,
  summary: 'Sign in',
  request: jsonBody(loginBody),
  responses: {
    200: jsonAnswer(userAnswer, 'Signed in'),
    ...signInErrors('credentials_invalid', 'account_disabled', 'rate_limited', 'cross_site'),
  },
} as const

export const currentUser = {
  method: 'get',
  path: '/api/user',
  tags,
  summary: 'The signed-in user',
  security: signedInUser,
  responses: {
    200: jsonAnswer(userAnswer, 'The signed-in user'),
    ...notModified,
    ...commandErrors('consistency_token_invalid'),
  },
} as const

export const updateUser = {
  method: 'put',
  path: '/api/user',
  tags,
  summary: 'Change the signed-in user; a new password ends the other sessions',
  security: signedInUser,
  request: jsonBody(userChanges),
  responses: {
    200: jsonAnswer(userAnswer, 'The user as changed'),
    ...bodyCommandErrors('username_taken', 'email_taken'),
  },
} as const
