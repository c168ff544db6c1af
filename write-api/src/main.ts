import { readConfig } from '@broadsheet/platform/config'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { createWriteApi } from './app.ts'
import { openReaderPositions } from './commands/reader-positions.ts'
import { writeApiConfig } from './config.ts'
import { connectPostgres } from './database/connect.ts'
import { migrateDatabase } from './database/migrate.ts'
import { openSessions } from './identity/sessions.ts'

await runMain(async () => {
  const config = readConfig(writeApiConfig)
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  await migrateDatabase(config.POSTGRES_URL, log)

  const pool = connectPostgres(config.POSTGRES_URL, log)
  const redis = connectRedis(config.REDIS_URL, log, config.SERVICE_NAME)
  const clock = () => new Date()
  const app = createWriteApi({
    log,
    pool,
    redis,
    clock,
    metrics: createMetrics(config.SERVICE_NAME),
    sessions: openSessions(redis, clock),
    positions: openReaderPositions(redis, log),
    tokenKey: config.TOKEN_KEY,
    operatorSecret: config.OPERATOR_SECRET,
    secureCookies: config.PUBLIC_URL.startsWith('https:'),
  })
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  log.info({ port: server.port }, 'the write API listens')

  onShutdown(log, async () => {
    await server.close()
    await pool.end()
    redis.disconnect()
  })
})
