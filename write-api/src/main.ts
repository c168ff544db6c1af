import { readConfig } from '@broadsheet/platform/config'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { isSecure } from '@broadsheet/platform/site'
import { createWriteApi } from './app.ts'
import { purgeIdempotencyKeys } from './commands/idempotency.ts'
import { openReaderPositions } from './commands/reader-positions.ts'
import { rateLimitsOf, writeApiConfig } from './config.ts'
import { connectPostgres, databaseOf } from './database/connect.ts'
import { migrateDatabase } from './database/migrate.ts'
import { lifetimeOf, openSessions } from './identity/sessions.ts'
import { noLimits, openSignInLimits } from './identity/sign-in-limits.ts'

const purgeEveryMs = 15 * 60_000

await runMain(async () => {
  const config = readConfig(writeApiConfig)
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  await migrateDatabase(config.POSTGRES_URL, log)

  const pool = connectPostgres(config.POSTGRES_URL, log)
  const redis = connectRedis(config.REDIS_URL, log, config.SERVICE_NAME)
  const clock = () => new Date()
  const site = { publicUrl: config.PUBLIC_URL, corsOrigins: config.CORS_ORIGINS }
  const app = createWriteApi({
    log,
    pool,
    redis,
    clock,
    site,
    metrics: createMetrics(config.SERVICE_NAME),
    sessions: openSessions(
      redis,
      clock,
      lifetimeOf({ idle: config.SESSION_IDLE_DAYS, longest: config.SESSION_MAX_DAYS }),
    ),
    limits: config.RATE_LIMITS === 'off' ? noLimits : openSignInLimits(redis, rateLimitsOf(config)),
    positions: openReaderPositions(redis, log),
    tokenKey: config.TOKEN_KEY,
    operatorSecret: config.OPERATOR_SECRET,
    trust: config.TRUSTED_PROXIES,
    secureCookies: isSecure(site),
  })
  const purging = setInterval(() => {
    purgeIdempotencyKeys(databaseOf(pool), clock()).catch((error: unknown) =>
      log.warn({ err: error }, 'old idempotency keys are still there'),
    )
  }, purgeEveryMs)
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  log.info({ port: server.port }, 'the write API listens')

  onShutdown(log, async () => {
    clearInterval(purging)
    await server.close()
    await pool.end()
    redis.disconnect()
  })
})
