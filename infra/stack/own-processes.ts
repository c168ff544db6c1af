import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { answersOk } from './probes.ts'
import type { Secrets } from './secrets.ts'
import type { ProcessSpec } from './server-process.ts'
import type { Settings } from './settings.ts'
import type { ServerUrls } from './stack-file.ts'

export const repository = join(import.meta.dirname, '../..')

export type OwnPlan = {
  specs: ProcessSpec[]
  gateway: string
  writeApi: string[]
  readApi: string[]
}

type Inputs = {
  settings: Settings
  /** The names of the servers that are started as well, not found running. */
  servers: string[]
  gatewayPort: number
  urls: ServerUrls
  secrets: Secrets
  pickPort: () => Promise<number>
}

type Program = {
  name: string
  main: string
  port: number
  after: string[]
  env: Record<string, string>
}

const shared = ['platform/src', 'contracts/src'].map((folder) => join(repository, folder))
const loopback = '127.0.0.1,::1'
const on = (port: number) => `http://127.0.0.1:${port}`

/** Our own processes: which they are, what each is told, and in which order they start. */
export async function planOwnProcesses(inputs: Inputs): Promise<OwnPlan> {
  const { settings, gatewayPort, pickPort } = inputs
  const writePorts = await picked(settings.writeApis, pickPort)
  const readPorts = await picked(settings.readApis, pickPort)
  const env = environments(inputs)
  // Started by the first write-api alone, so that migrations are over when the others look.
  const migrated = ['write-api']
  const programs: Program[] = [
    ...writePorts.map((port, index) => ({
      name: instance('write-api', index),
      main: 'write-api/src/main.ts',
      port,
      after: index === 0 ? ['postgres', 'redis'] : migrated,
      env: env.writeApi,
    })),
    {
      name: 'connectors',
      main: 'connectors/src/main.ts',
      port: await pickPort(),
      after: ['connect', ...migrated],
      env: env.connectors,
    },
    {
      name: 'projector',
      main: 'projector/src/main.ts',
      port: await pickPort(),
      after: ['kafka', 'elasticsearch', 'clickhouse', ...migrated],
      env: env.projector,
    },
    ...readPorts.map((port, index) => ({
      name: instance('read-api', index),
      main: 'read-api/src/main.ts',
      port,
      after: ['elasticsearch', 'clickhouse', 'redis'],
      env: env.readApi,
    })),
    {
      name: 'gateway',
      main: 'infra/gateway/main.ts',
      port: gatewayPort,
      // A write must not come before the connector knows its table.
      after: ['connectors', ...migrated],
      env: {
        WRITE_API_URLS: writePorts.map(on).join(','),
        READ_API_URLS: readPorts.map(on).join(','),
      },
    },
  ]
  const here = new Set([...inputs.servers, ...programs.map(({ name }) => name)])
  const specs = programs.map((program) =>
    specOf({ ...program, after: program.after.filter((name) => here.has(name)) }, settings),
  )
  return {
    specs,
    gateway: on(gatewayPort),
    writeApi: writePorts.map(on),
    readApi: readPorts.map(on),
  }
}

/** What each program is told besides its name and port. */
function environments({ settings, gatewayPort, urls, secrets }: Inputs) {
  const kafka = { KAFKA_BROKERS: urls.kafka.join(','), ...settings.kafkaAccess }
  const postgres = { POSTGRES_URL: urls.postgres }
  const redis = { REDIS_URL: urls.redis }
  const stores = { ELASTICSEARCH_URL: urls.elasticsearch, CLICKHOUSE_URL: urls.clickhouse }
  const http = {
    TOKEN_KEY: secrets.tokenKey,
    TRUSTED_PROXIES: loopback,
    PUBLIC_URL: on(gatewayPort),
    ...settings.apis,
  }
  return {
    writeApi: {
      ...http,
      ...postgres,
      ...redis,
      OPERATOR_SECRET: secrets.operatorSecret,
    },
    connectors: {
      ...postgres,
      ...kafka,
      CONNECT_URL: urls.connect,
      CONNECT_POSTGRES_URL: urls.postgresFromConnect,
    },
    projector: { ...kafka, ...stores, ...redis, ...postgres },
    readApi: { ...http, ...redis, ...stores, ...kafka, SPOOL_DIR: join(settings.dataDir, 'spool') },
  }
}

const instance = (name: string, index: number) => (index === 0 ? name : `${name}-${index + 1}`)

async function picked(count: number, pickPort: () => Promise<number>): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await pickPort())
  return ports
}

function specOf({ name, main, port, after, env }: Program, settings: Settings): ProcessSpec {
  const path = join(repository, main)
  if (!existsSync(path)) throw new Error(`${main} is missing from this checkout`)
  return {
    name,
    after,
    command: process.execPath,
    args: ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', path],
    env: {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      NODE_ENV: 'production',
      PORT: String(port),
      SERVICE_NAME: name,
      ...(settings.logLevel && { LOG_LEVEL: settings.logLevel }),
      ...settings.authorities,
      ...env,
    },
    cwd: repository,
    ready: (signal) => answersOk(`${on(port)}/readyz`, signal),
    stopWithinMs: 8_000,
    sources: [dirname(path), ...shared],
  }
}
