import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jvmOptions, log4jToStdout, properties } from './kafka.ts'
import { answersOk } from './probes.ts'
import type { ProcessSpec } from './server-process.ts'

export type ConnectPlace = {
  java: string
  libs: string
  plugins: string
  folder: string
  port: number
  kafka: string
}

const json = 'org.apache.kafka.connect.json.JsonConverter'

const workerProperties = ({ kafka, port, plugins }: ConnectPlace) => ({
  'bootstrap.servers': kafka,
  listeners: `http://127.0.0.1:${port}`,
  'rest.advertised.host.name': '127.0.0.1',
  'rest.advertised.port': port,
  'plugin.path': plugins,
  'plugin.discovery': 'service_load',
  ...workerSettings,
})

/** What any way of running it sets. */
export const workerSettings = {
  'group.id': 'connect',
  'key.converter': json,
  'key.converter.schemas.enable': false,
  'value.converter': json,
  'value.converter.schemas.enable': false,
  'connector.client.config.override.policy': 'All',
  'config.storage.topic': 'connect-configs',
  'config.storage.replication.factor': 1,
  'offset.storage.topic': 'connect-offsets',
  'offset.storage.replication.factor': 1,
  'offset.storage.partitions': 1,
  'status.storage.topic': 'connect-status',
  'status.storage.replication.factor': 1,
  'status.storage.partitions': 1,
  'offset.flush.interval.ms': 1000,
  'offset.flush.timeout.ms': 5000,
  // A worker that died is given up soon, and its successor takes over at once.
  'scheduled.rebalance.max.delay.ms': 0,
  'session.timeout.ms': 5000,
  'heartbeat.interval.ms': 1000,
  'rebalance.timeout.ms': 10_000,
  'task.shutdown.graceful.timeout.ms': 3000,
}

// One line for every request and every commit of offsets would bury the rest.
const quiet = ['runtime.rest.RestServer', 'runtime.WorkerSourceTask']
  .map(
    (logger, at) =>
      `logger.quiet${at}.name=org.apache.kafka.connect.${logger}\nlogger.quiet${at}.level=warn\n`,
  )
  .join('')

export function connectSpec(place: ConnectPlace): ProcessSpec {
  const { java, libs, folder, port } = place
  const config = join(folder, 'worker.properties')
  const log4j = join(folder, 'log4j2.properties')
  const main = 'org.apache.kafka.connect.cli.ConnectDistributed'
  return {
    name: 'connect',
    after: ['kafka'],
    command: java,
    args: [...jvmOptions(384, log4j), '-cp', `${libs}/*`, main, config],
    cwd: folder,
    prepare: async () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(config, properties(workerProperties(place)))
      writeFileSync(log4j, log4jToStdout + quiet)
    },
    ready: connectReady(port),
    stopWithinMs: 12_000,
  }
}

/** Whether its worker is up, at a port of this machine. */
export const connectReady = (port: number) => (signal: AbortSignal) =>
  answersOk(`http://127.0.0.1:${port}/health`, signal)
