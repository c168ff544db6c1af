import { join } from 'node:path'
import { connectSpec } from './connect.ts'
import { elasticsearchSpec } from './elasticsearch.ts'
import type { Jdk } from './java.ts'
import { kafkaSpec } from './kafka.ts'
import { answersOk } from './probes.ts'
import { postgresSpec, postgresUrl } from './postgres.ts'
import { redisSpec } from './redis.ts'
import type { Secrets } from './secrets.ts'
import type { ServerFiles } from './server-files.ts'
import type { ProcessSpec } from './server-process.ts'
import type { ServerUrls } from './stack-file.ts'
import type { RunAs } from './privileges.ts'

export type ServerPlan = {
  urls: ServerUrls
  specs: ProcessSpec[]
  /** Removes what there is besides the servers, once they have ended. */
  discard?: () => Promise<void>
}

export type PlanInput = {
  dataDir: string
  files: ServerFiles
  jdk: Jdk
  secrets: Secrets
  runAs: RunAs | undefined
  pickPort: () => Promise<number>
}

/** The six servers as child processes, on ports of this run, with their data in folders of their names. */
export async function planEmbedded(input: PlanInput): Promise<ServerPlan> {
  const { dataDir, files, jdk, secrets, runAs, pickPort } = input
  const folder = (name: string) => join(dataDir, name)
  const java = join(jdk.home, 'bin/java')
  const port = {
    postgres: await pickPort(),
    kafka: await pickPort(),
    controller: await pickPort(),
    connect: await pickPort(),
    elasticsearch: await pickPort(),
    transport: await pickPort(),
    clickhouse: await pickPort(),
    redis: await pickPort(),
  }
  const kafkaAddress = `127.0.0.1:${port.kafka}`
  const postgres = {
    home: files.postgres,
    folder: folder('postgres'),
    port: port.postgres,
    password: secrets.postgresPassword,
    runAs,
  }
  const kafka = kafkaSpec({
    java,
    libs: files.kafkaLibs,
    folder: folder('kafka'),
    port: port.kafka,
    controllerPort: port.controller,
    clusterId: secrets.kafkaClusterId,
  })
  const connect = connectSpec({
    java,
    libs: files.kafkaLibs,
    plugins: files.connectPlugins,
    folder: folder('connect'),
    port: port.connect,
    kafka: kafkaAddress,
  })
  const elasticsearch = elasticsearchSpec({
    java,
    home: files.elasticsearch,
    folder: folder('elasticsearch'),
    port: port.elasticsearch,
    transportPort: port.transport,
    runAs,
  })
  const redis = redisSpec({ binary: files.redis, port: port.redis, folder: folder('redis') })
  const clickhouse = clickhouseSpec(folder('clickhouse'), port.clickhouse)
  const specs = [postgresSpec(postgres), kafka, connect, elasticsearch, clickhouse, redis]
  return { specs, urls: urlsOf(port, postgresUrl(postgres)) }
}

type Port = Record<'kafka' | 'connect' | 'elasticsearch' | 'clickhouse' | 'redis', number>

const urlsOf = (port: Port, postgres: string): ServerUrls => ({
  postgres,
  postgresFromConnect: postgres,
  kafka: [`127.0.0.1:${port.kafka}`],
  connect: `http://127.0.0.1:${port.connect}`,
  elasticsearch: `http://127.0.0.1:${port.elasticsearch}`,
  clickhouse: `http://127.0.0.1:${port.clickhouse}`,
  redis: `redis://127.0.0.1:${port.redis}`,
})

/** Whether it answers at a port of this machine. */
export const clickhouseReady = (port: number) => (signal: AbortSignal) =>
  answersOk(`http://127.0.0.1:${port}/ping`, signal)

function clickhouseSpec(folder: string, port: number): ProcessSpec {
  return {
    name: 'clickhouse',
    after: [],
    command: process.execPath,
    args: [join(import.meta.dirname, 'clickhouse-host.ts')],
    env: {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      PORT: String(port),
      FOLDER: folder,
      // Queries run on these threads.
      UV_THREADPOOL_SIZE: '8',
    },
    ready: clickhouseReady(port),
    stopWithinMs: 10_000,
  }
}
