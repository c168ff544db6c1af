import { sessionDays } from '@broadsheet/contracts/session'
import { apiConfig } from '@broadsheet/platform/api-config'
import { secret, url } from '@broadsheet/platform/config'
import { z } from 'zod'
import type { Limit, Limits } from './identity/sign-in-limits.ts'

/** Browsers keep no cookie for longer than 400 days. */
const days = z.coerce.number().positive().max(400)

/** `<count>/<seconds>`. */
const limit = (count: number, seconds: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'must be <count>/<seconds>, such as 100/300')
    .transform((text): Limit => {
      const [count, seconds] = text.split('/').map(Number)
      return { count: count!, seconds: seconds! }
    })
    .prefault(`${count}/${seconds}`)
    .meta({ form: '`<count>/<seconds>`' })

/** What the write side reads from its environment. */
export const writeApiConfig = apiConfig.extend({
  POSTGRES_URL: url.describe('The database, with its credentials (secret)'),
  REDIS_URL: url.describe("Sessions, sign-in limits and the readers' tokens"),
  TOKEN_KEY: secret.describe('Signs consistency tokens; the same for every process'),
  OPERATOR_SECRET: z
    .string()
    .min(16, 'must have at least 16 characters')
    .describe('Lets its bearer import articles, disable users and appoint editors (secret)'),
  SESSION_IDLE_DAYS: days
    .default(sessionDays.idle)
    .describe('A session ends so long after its last use'),
  SESSION_MAX_DAYS: days
    .default(sessionDays.longest)
    .describe('A session ends so long after its sign-in, however much it is used'),
  RATE_LIMITS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether sign-in and registration are limited at all'),
  RATE_SIGN_INS_PER_ADDRESS: limit(100, 300).describe('Sign-ins from one address'),
  RATE_FAILURES_PER_ACCOUNT: limit(10, 900).describe('Failed sign-ins to one account'),
  RATE_REGISTRATIONS_PER_ADDRESS: limit(300, 3_600).describe('Registrations from one address'),
})

export const rateLimitsOf = (config: z.infer<typeof writeApiConfig>): Limits => ({
  signIns: config.RATE_SIGN_INS_PER_ADDRESS,
  failures: config.RATE_FAILURES_PER_ACCOUNT,
  registrations: config.RATE_REGISTRATIONS_PER_ADDRESS,
})
