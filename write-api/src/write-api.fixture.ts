import { createLog } from '@broadsheet/platform/log'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import type { Redis } from 'ioredis'
import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { apiOf, type Api } from './api-caller.fixture.ts'
import { createWriteApi } from './app.ts'
import { openReaderPositions } from './commands/reader-positions.ts'
import { connectPostgres } from './database/connect.ts'
import type { WriteApi } from './deps.ts'
import { openSessions } from './identity/sessions.ts'

export const silent = createLog('test', 'silent')
export const operatorSecret = 'the secret of the tests'.replaceAll(' ', '-')

export type OwnApi = { api: Api; pool: Pool; redis: Redis; close: () => Promise<void> }

/** A write API in this process, on real servers, whose parts a test may replace. */
export function openOwnApi(
  at: { postgres: string; redis: string },
  replaced: Partial<WriteApi> = {},
): OwnApi {
  const pool = connectPostgres(at.postgres, silent)
  const redis = connectRedis(at.redis, silent, 'test')
  const clock = () => new Date()
  const app = createWriteApi({
    log: silent,
    metrics: createMetrics('test'),
    pool,
    redis,
    clock,
    sessions: openSessions(redis, clock),
    positions: openReaderPositions(redis, silent),
    tokenKey: randomBytes(32),
    operatorSecret,
    secureCookies: false,
    ...replaced,
  })
  const close = async () => {
    redis.disconnect()
    await pool.end()
  }
  return { api: apiOf(app), pool, redis, close }
}

/** A Redis database apart from the running stack's: no projection's watermark is in it. */
export function apart(redis: string): string {
  const url = new URL(redis)
  url.pathname = '/12'
  return url.href
}
