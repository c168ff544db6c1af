import { ApiError } from '@broadsheet/platform/api-error'
import type { Redis } from 'ioredis'
import { createHash } from 'node:crypto'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { within } from '@broadsheet/platform/within'

/** `count` times in `seconds`, from the first of them on. */
export type Limit = { count: number; seconds: number }
export type SignInLimits = {
  /**
   * Runs a sign-in. Rejects with 429, without running it, after too many from the address or too many
   * that failed for the email's account, which need not exist. A success forgets the account's failures.
   */
  signIn: <T>(address: string, email: string, work: () => Promise<T>) => Promise<T>
  /** Rejects with 429 after too many registrations from the address. */
  registration: (address: string) => Promise<void>
}

export type Limits = Record<'signIns' | 'failures' | 'registrations', Limit>

const patienceMs = 2_000

export const noLimits: SignInLimits = {
  signIn: (_address, _email, work) => work(),
  registration: async () => undefined,
}

/** Counted in Redis, for all instances together. All reject with 503 while it is away. */
export function openSignInLimits(redis: Redis, limits: Limits): SignInLimits {
  const counting = (name: keyof Limits) => {
    const { count: points, seconds: duration } = limits[name]
    const keyPrefix = `limit:${name}`
    return new RateLimiterRedis({ storeClient: redis, keyPrefix, points, duration })
  }
  const signIns = counting('signIns')
  const failures = counting('failures')
  const registrations = counting('registrations')

  return {
    signIn: async (address, email, work) => {
      const account = accountKey(email)
      await counted(signIns.consume(address))
      // Counted before it is tried: tries at the same time must not all be the last one.
      await counted(failures.consume(account))
      try {
        const result = await work()
        // Who is signed in stays so, whatever Redis says to this.
        await counted(failures.delete(account)).catch(() => undefined)
        return result
      } catch (error) {
        const isFailure = error instanceof ApiError && error.code === 'credentials_invalid'
        if (!isFailure) await counted(failures.reward(account)).catch(() => undefined)
        throw error
      }
    },
    registration: async (address) => {
      await counted(registrations.consume(address))
    },
  }
}

/** Folded like the look-up of the account, and nobody's address to read in Redis. */
const accountKey = (email: string) =>
  createHash('sha256').update(email.toLowerCase()).digest('base64url')

async function counted<T>(work: Promise<T>): Promise<T> {
  try {
    return await within(patienceMs, work)
  } catch (error) {
    throw error instanceof RateLimiterRes ? tooMany(error) : away(error)
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): ApiError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return new ApiError('rate_limited', undefined, { 'Retry-After': String(seconds) })
}

function away(cause: unknown): ApiError {
  const error = new ApiError('service_unavailable', undefined, { 'Retry-After': '2' })
  error.cause = cause
  return error
}
