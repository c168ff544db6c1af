import { z } from 'zod'
import { trustIn } from './client-address.ts'
import { itemsOf, processConfig, url } from './config.ts'
import type { Site } from './site.ts'

const originRule = 'must be *, or origins such as https://app.example, separated by commas'
const corsOrigins = z
  .string()
  .transform((text): Site['corsOrigins'] =>
    text.trim() === '*' ? '*' : itemsOf(text).map(originOf),
  )
  .refine((origins) => origins === '*' || !origins.includes(''), originRule)

/** Empty for what is no origin of a web page. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin = url?.pathname === '/' && url.search === '' && url.hash === ''
  return url && isOrigin && /^https?:$/.test(url.protocol) ? url.origin : ''
}

const proxies = z.string().transform((text, context) => {
  try {
    return trustIn(itemsOf(text))
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) })
    return z.NEVER
  }
})

/** What a process reads that answers browsers and API clients. */
export const apiConfig = processConfig.extend({
  PUBLIC_URL: url
    .default('http://127.0.0.1:8080')
    .describe(
      'Where clients find the gateway; under https cookies are for secure connections only',
    ),
  CORS_ORIGINS: corsOrigins
    .prefault('*')
    .describe(
      'Whose scripts may ask: all (never with cookies), some origins (with cookies), or nobody',
    )
    .meta({ form: '`*`, or a list of origins, also an empty one' }),
  TRUSTED_PROXIES: proxies
    .prefault('loopback')
    .describe('Whose `X-Forwarded-For` is believed')
    .meta({ form: 'list of addresses, ranges such as 10.0.0.0/8, and loopback or uniquelocal' }),
})
