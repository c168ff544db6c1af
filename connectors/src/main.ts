import { addHealthRoutes } from '@broadsheet/platform/health'
import { connectKafka } from '@broadsheet/platform/kafka'
import { kafkaAccess } from '@broadsheet/platform/kafka-config'
import { createLog } from '@broadsheet/platform/log'
import { runMain } from '@broadsheet/platform/main'
import { createMetrics } from '@broadsheet/platform/metrics'
import { untilDone } from '@broadsheet/platform/retry'
import { listen } from '@broadsheet/platform/server'
import { onShutdown } from '@broadsheet/platform/shutdown'
import { connectClient } from 'debezium-connect-client'
import { Hono } from 'hono'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'pg'
import { changesConnector, changesNames } from './changes-connector.ts'
import { readConnectorsConfig } from './config.ts'
import { currentIncarnation, ensureChangeTopic } from './incarnation.ts'
import { retireBefore } from './retire.ts'
import { ConnectorSupervisor, SupervisorMetrics } from './supervise.ts'

const tickMs = 1_000

await runMain(async () => {
  const config = readConnectorsConfig()
  const log = createLog(config.SERVICE_NAME, config.LOG_LEVEL)
  const metrics = createMetrics(config.SERVICE_NAME)
  const kafka = connectKafka(config.KAFKA_BROKERS, config.SERVICE_NAME, log, kafkaAccess(config))
  const postgres = new Pool({ connectionString: config.POSTGRES_URL, max: 1 })
  postgres.on('error', (error) => log.warn({ err: error }, 'Postgres is away'))

  let supervisor: ConnectorSupervisor | undefined
  const app = new Hono()
  addHealthRoutes(app, metrics, async () => supervisor?.missing ?? ['no change topic yet'])
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  onShutdown(log, async () => {
    await Promise.all([server.close(), postgres.end()])
  })

  const client = connectClient({ url: config.CONNECT_URL })
  const figures = new SupervisorMetrics(metrics)
  let incarnation = 0
  for (;;) {
    const current = await untilDone(log, () => currentIncarnation(postgres))
    if (current !== incarnation) {
      await untilDone(log, () => retireBefore(current, { client, postgres, log }))
      await untilDone(log, () => ensureChangeTopic(kafka, current))
      const definition = changesConnector(
        changesNames(current),
        config.CONNECT_POSTGRES_URL ?? config.POSTGRES_URL,
      )
      supervisor = new ConnectorSupervisor(
        client,
        { incarnation: current, definition },
        { log, metrics: figures },
      )
      incarnation = current
    }
    await supervisor?.tick()
    await pause(tickMs)
  }
})
