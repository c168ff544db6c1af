import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { changeTopic } from '@broadsheet/contracts/names'
import { addHealthRoutes } from '@broadsheet/platform/health'
import { connectKafka } from '@broadsheet/platform/kafka'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { connectRedis } from '@broadsheet/platform/redis'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { Client } from '@elastic/elasticsearch'
import { Hono } from 'hono'
import { Pool } from 'pg'
import { readProjectorConfig } from './config.ts'
import { openDeadLetters } from './consumer/dead-letters.ts'
import { ProjectionMetrics } from './consumer/projection-metrics.ts'
import { ProjectionRunner } from './consumer/projection-runner.ts'
import { awaitIncarnation, requestIncarnation, watchIncarnation } from './consumer/incarnation.ts'
import { WatermarkPublisher } from './consumer/watermark-publisher.ts'
import { searchProjection, socialProjection, statsProjection } from './projections/all.ts'
import type { Projection } from './projections/projection.ts'

await runMain(async () => {
  const config = readProjectorConfig()
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  const registry = createMetrics(config.SERVICE_NAME)
  const metrics = new ProjectionMetrics(registry)
  const kafka = connectKafka(config.KAFKA_BROKERS, config.SERVICE_NAME, log)
  const redis = connectRedis(config.REDIS_URL, log, config.SERVICE_NAME)
  const postgres = new Pool({ connectionString: config.POSTGRES_URL, max: 2 })
  postgres.on('error', (error) => log.warn({ err: error }, 'postgres is away'))
  const elasticsearch = new Client({ node: config.ELASTICSEARCH_URL, requestTimeout: 30_000 })
  const clickhouse = createClient({
    url: config.CLICKHOUSE_URL,
    request_timeout: 30_000,
    log: { level: ClickHouseLogLevel.OFF },
  })

  const runners: ProjectionRunner<never>[] = []
  const app = new Hono()
  addHealthRoutes(app, registry, async () =>
    runners.length === 0
      ? ['no change topic yet']
      : runners.flatMap((runner) => runner.missing(Date.now())),
  )
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  onShutdown(log, async () => {
    await Promise.all([server.close(), ...runners.map((runner) => runner.stop())])
    await Promise.all([redis.quit(), postgres.end(), elasticsearch.close(), clickhouse.close()])
  })

  const admin = kafka.admin()
  const incarnation = await awaitIncarnation(admin, log)
  const start = async <W>(projection: Projection<W>) => {
    const { name } = projection
    const own = log.child({ projection: name })
    const stores = { postgres, redis, parked: metrics.parked, log: own }
    const deadLetters = await openDeadLetters(stores, name, changeTopic(incarnation))
    const watermarks = new WatermarkPublisher(redis, name)
    const runner = new ProjectionRunner({
      projection,
      incarnation,
      kafka,
      admin,
      deadLetters,
      watermarks,
      metrics,
      onStreamBroken: () => requestIncarnation(postgres, incarnation + 1, own),
      log: own,
    })
    runners.push(runner as unknown as ProjectionRunner<never>)
    await runner.start()
  }
  await Promise.all([
    start(searchProjection(elasticsearch)),
    start(socialProjection(redis)),
    start(statsProjection(clickhouse)),
  ])
  watchIncarnation(admin, incarnation, log)
})
