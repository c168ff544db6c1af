import { processConfig, secret, url } from '@broadsheet/platform/config'
import { z } from 'zod'

/** What the write side reads from its environment. */
export const writeApiConfig = processConfig.extend({
  POSTGRES_URL: url,
  REDIS_URL: url,
  TOKEN_KEY: secret,
  OPERATOR_SECRET: z.string().min(16, 'must have at least 16 characters'),
  PUBLIC_URL: url.default('http://127.0.0.1:8080'),
})
