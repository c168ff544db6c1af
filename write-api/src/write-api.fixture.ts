import { sessionDays } from '@broadsheet/contracts/session'
import { trustIn } from '@broadsheet/platform/client-address'
import { createLog } from '@broadsheet/platform/log'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import { isSecure, type Site } from '@broadsheet/platform/site'
import type { Redis } from 'ioredis'
import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { apiOf, type Api } from './api-caller.fixture.ts'
import { createWriteApi } from './app.ts'
import { openReaderPositions } from './commands/reader-positions.ts'
import { connectPostgres } from './database/connect.ts'
import type { WriteApi } from './deps.ts'
import { lifetimeOf, openSessions } from './identity/sessions.ts'
import { noLimits } from './identity/sign-in-limits.ts'

export const silent = createLog('test', 'silent')
export const operatorSecret = 'the secret of the tests'.replaceAll(' ', '-')

export type OwnApi = {
  api: Api
  app: ReturnType<typeof createWriteApi>
  pool: Pool
  redis: Redis
  close: () => Promise<void>
}

/** A write API in this process, on real servers, whose parts a test may replace. */
export function openOwnApi(
  at: { postgres: string; redis: string },
  replaced: Partial<WriteApi> = {},
): OwnApi {
  const pool = connectPostgres(at.postgres, silent)
  const redis = connectRedis(at.redis, silent, 'test')
  const clock = () => new Date()
  const site: Site = replaced.site ?? { publicUrl: 'http://127.0.0.1:8080', corsOrigins: '*' }
  const app = createWriteApi({
    log: silent,
    metrics: createMetrics('test'),
    pool,
    redis,
    clock,
    sessions: openSessions(redis, clock, lifetimeOf(sessionDays)),
    limits: noLimits,
    site,
    trust: trustIn(['loopback']),
    positions: openReaderPositions(redis, silent),
    tokenKey: randomBytes(32),
    operatorSecret,
    secureCookies: isSecure(site),
    ...replaced,
  })
  const close = async () => {
    redis.disconnect()
    await pool.end()
  }
  return { api: apiOf(app), app, pool, redis, close }
}

/** A Redis database apart from the running stack's: no projection's watermark is in it. */
export function apart(redis: string): string {
  const url = new URL(redis)
  url.pathname = '/12'
  return url.href
}
