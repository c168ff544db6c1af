import { readConfig } from '@broadsheet/platform/config'
import { kafkaAccess } from '@broadsheet/platform/kafka-config'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { isbot } from 'isbot'
import { createReadApi } from './app.ts'
import { readApiConfig } from './config.ts'
import { connectStores, disconnectStores } from './connections.ts'
import { feedWatermarks } from './consistency/watermark-feed.ts'
import { Watermarks } from './consistency/watermarks.ts'
import { readApiOf } from './deps.ts'
import { ownSynonyms } from './search/synonyms.ts'
import { sitePages } from './syndication/site-pages.ts'
import { openPageViews } from './views/page-views.ts'
import { openViewCounter } from './views/view-counter.ts'

await runMain(async () => {
  const config = readConfig(readApiConfig)
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  const at = {
    redis: config.REDIS_URL,
    elasticsearch: config.ELASTICSEARCH_URL,
    clickhouse: config.CLICKHOUSE_URL,
  }
  const stores = connectStores(at, log, config.SERVICE_NAME)
  const subscriber = connectRedis(config.REDIS_URL, log, `${config.SERVICE_NAME}-watermarks`)
  const watermarks = new Watermarks()
  const feed = feedWatermarks({ redis: stores.redis, subscriber, watermarks, log })

  const registry = createMetrics(config.SERVICE_NAME)
  const clock = () => new Date()
  const views = await openPageViews({
    brokers: config.KAFKA_BROKERS,
    access: kafkaAccess(config),
    spoolFolder: config.SPOOL_DIR,
    name: config.SERVICE_NAME,
    registry,
    log,
  })
  const countView = openViewCounter({
    record: views.record,
    key: config.TOKEN_KEY,
    trust: config.TRUSTED_PROXIES,
    isBot: (userAgent) => isbot(userAgent),
    clock,
    log,
  })
  const deps = readApiOf({
    ...stores,
    log,
    watermarks,
    metrics: registry,
    clock,
    countView,
    tokenKey: config.TOKEN_KEY,
    waitMs: config.CONSISTENCY_WAIT_MS,
    site: { publicUrl: config.PUBLIC_URL, corsOrigins: config.CORS_ORIGINS },
    sessionIdleMs: config.SESSION_IDLE_DAYS * 24 * 3600 * 1000,
    pages: sitePages(config.PUBLIC_URL, config.SITE_TITLE, config.ARTICLE_PAGE),
    synonymsFile: config.SYNONYMS_FILE || ownSynonyms,
  })
  const server = await listen(createReadApi(deps), { host: config.HOST, port: config.PORT })
  log.info({ port: server.port }, 'the read API listens')

  onShutdown(log, async () => {
    feed.stop()
    await server.close()
    await views.stop()
    subscriber.disconnect()
    await disconnectStores(stores)
  })
})
