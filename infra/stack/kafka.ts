import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { exchange, int32 } from './probes.ts'
import type { ProcessSpec } from './server-process.ts'

const execute = promisify(execFile)
const mebibyte = 1024 * 1024

export type KafkaPlace = {
  java: string
  libs: string
  folder: string
  port: number
  controllerPort: number
  clusterId: string
}

/** As a `.properties` file; also for Connect. */
export function properties(entries: Record<string, string | number | boolean>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/** Options all our JVMs share: small heaps on few cores are best served by the serial collector. */
export function jvmOptions(heapMiB: number, log4j: string): string[] {
  return [
    `-Xmx${heapMiB}m`,
    '-Xms64m',
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
    '-Duser.timezone=UTC',
    `-Dlog4j2.configurationFile=${log4j}`,
  ]
}

export const log4jToStdout = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %-5p %m (%c)%n
rootLogger.level=info
rootLogger.appenderRefs=out
rootLogger.appenderRef.out.ref=out
logger.noise.name=org.reflections
logger.noise.level=error
`

const brokerProperties = (place: KafkaPlace) => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  // By static voters: their address is this file's, so the ports may differ at each start.
  'controller.quorum.voters': `1@127.0.0.1:${place.controllerPort}`,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  listeners: `PLAINTEXT://127.0.0.1:${place.port},CONTROLLER://127.0.0.1:${place.controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${place.port}`,
  'log.dirs': join(place.folder, 'data'),
  ...brokerSettings,
})

/** What any way of running it sets. */
export const brokerSettings = {
  'auto.create.topics.enable': false,
  'default.replication.factor': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 5,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 5,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'message.max.bytes': 16 * mebibyte,
  'replica.fetch.max.bytes': 16 * mebibyte,
  'log.cleaner.dedupe.buffer.size': 16 * mebibyte,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  // A broker killed and back at once is refused until its old session has run out.
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  'controlled.shutdown.max.retries': 1,
}

export function kafkaSpec(place: KafkaPlace): ProcessSpec {
  const { java, libs, folder, port } = place
  const config = join(folder, 'server.properties')
  const log4j = join(folder, 'log4j2.properties')
  return {
    name: 'kafka',
    after: [],
    command: java,
    args: [...jvmOptions(384, log4j), '-cp', `${libs}/*`, 'kafka.Kafka', config],
    cwd: folder,
    prepare: async () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(config, properties(brokerProperties(place)))
      writeFileSync(log4j, log4jToStdout)
      if (!existsSync(join(folder, 'data/meta.properties'))) await format(place, config, log4j)
    },
    ready: kafkaReady(port),
    stopWithinMs: 15_000,
  }
}

/** Whether it answers at a port of this machine. */
export const kafkaReady = (port: number) => async (signal: AbortSignal) =>
  isApiVersions(await exchange(port, apiVersionsRequest, signal))

async function format(place: KafkaPlace, config: string, log4j: string): Promise<void> {
  await execute(
    place.java,
    [
      ...jvmOptions(128, log4j),
      '-XX:TieredStopAtLevel=1',
      '-cp',
      `${place.libs}/*`,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      place.clusterId,
      '-c',
      config,
      '--ignore-formatted',
    ],
    { cwd: dirname(config) },
  )
}

const correlation = 7
const request = Buffer.concat([
  Buffer.from([0, 18, 0, 0]), // ApiVersions, version 0
  int32(correlation),
  Buffer.from([0xff, 0xff]), // no client id
])
const apiVersionsRequest = Buffer.concat([int32(request.length), request])

function isApiVersions(answer: Buffer): boolean {
  return answer.readInt32BE(4) === correlation && answer.readInt16BE(8) === 0
}
