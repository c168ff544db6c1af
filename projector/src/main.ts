import { changeTopic } from '@broadsheet/contracts/names'
import { addHealthRoutes } from '@broadsheet/platform/health'
import { connectKafka } from '@broadsheet/platform/kafka'
import { kafkaAccess } from '@broadsheet/platform/kafka-config'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { Hono } from 'hono'
import { readProjectorConfig } from './config.ts'
import { connectStores, disconnectStores } from './connections.ts'
import { openDeadLetters } from './consumer/dead-letters.ts'
import { ProjectionMetrics } from './consumer/projection-metrics.ts'
import { ProjectionRunner } from './consumer/projection-runner.ts'
import { awaitIncarnation, requestIncarnation, watchIncarnation } from './consumer/incarnation.ts'
import { WatermarkPublisher } from './consumer/watermark-publisher.ts'
import { searchProjection, socialProjection, statsProjection } from './projections/all.ts'
import type { Projection } from './projections/projection.ts'
import { openUnreadableViews } from './views/unreadable-views.ts'
import { openViewStore } from './views/view-store.ts'
import { ViewsReader } from './views/views-reader.ts'

await runMain(async () => {
  const config = readProjectorConfig()
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  const registry = createMetrics(config.SERVICE_NAME)
  const metrics = new ProjectionMetrics(registry)
  const kafka = connectKafka(config.KAFKA_BROKERS, config.SERVICE_NAME, log, kafkaAccess(config))
  const stores = connectStores(config, log)
  const { postgres, redis, elasticsearch, clickhouse } = stores
  const viewsLog = log.child({ projection: 'views' })
  const views = new ViewsReader({
    kafka,
    store: openViewStore(clickhouse),
    park: openUnreadableViews({ postgres, parked: metrics.parked, log: viewsLog }),
    registry,
    log: viewsLog,
  })
  const runners: ProjectionRunner<never>[] = []
  const app = new Hono()
  addHealthRoutes(app, registry, async () =>
    runners.length === 0
      ? ['no change topic yet']
      : [...runners, views].flatMap((reader) => reader.missing(Date.now())),
  )
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  onShutdown(log, async () => {
    await Promise.all([server.close(), ...[...runners, views].map((reader) => reader.stop())])
    await disconnectStores(stores)
  })

  void views.start()
  const admin = kafka.admin()
  const incarnation = await awaitIncarnation(admin, log)
  const start = async <W>(projection: Projection<W>) => {
    const { name } = projection
    const own = log.child({ projection: name })
    const parts = { postgres, redis, parked: metrics.parked, log: own }
    const deadLetters = openDeadLetters(parts, name, changeTopic(incarnation))
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
