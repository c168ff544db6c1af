import { createHash } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { getContainerRuntimeClient } from 'testcontainers'
import { readCompose, secondsOf } from './compose-file.ts'
import { connectReady } from './connect.ts'
import { startContainer } from './container.ts'
import { elasticsearchReady } from './elasticsearch.ts'
import { kafkaReady } from './kafka.ts'
import { database, postgresReady } from './postgres.ts'
import { Refusal } from './progress.ts'
import { redisReady } from './redis.ts'
import type { Secrets } from './secrets.ts'
import { clickhouseReady, type ServerPlan } from './servers.ts'

/** Marks what belongs to a data folder. */
const label = 'broadsheet.data-dir'

type Server = {
  port: number
  ready: (port: number) => (signal: AbortSignal) => Promise<boolean>
  after?: string[]
}

const servers = {
  postgres: { port: 5432, ready: postgresReady },
  kafka: { port: 9092, ready: kafkaReady },
  connect: { port: 8083, ready: connectReady, after: ['kafka'] },
  elasticsearch: { port: 9200, ready: elasticsearchReady },
  clickhouse: { port: 8123, ready: clickhouseReady },
  redis: { port: 6379, ready: redisReady },
} satisfies Record<string, Server>

type Input = { dataDir: string; secrets: Secrets; pickPort: () => Promise<number> }

/** The six servers of docker-compose.yml as containers, with their data below the data folder. */
export async function planContainers({ dataDir, secrets, pickPort }: Input): Promise<ServerPlan> {
  const ports = {} as Record<keyof typeof servers, number>
  for (const name of Object.keys(servers) as (keyof typeof servers)[])
    ports[name] = await pickPort()
  const services = readCompose({
    ...process.env,
    POSTGRES_PASSWORD: secrets.postgresPassword,
    CLICKHOUSE_PASSWORD: secrets.clickhousePassword,
    REDIS_PASSWORD: secrets.redisPassword,
    KAFKA_HOST_ADDRESS: `127.0.0.1:${ports.kafka}`,
    KAFKA_CLUSTER_ID: secrets.kafkaClusterId,
    TOKEN_KEY: secrets.tokenKey,
    OPERATOR_SECRET: secrets.operatorSecret,
  })
  const network = await freshNetwork(dataDir)
  const specs = Object.entries<Server>(servers).map(([name, { port, ready, after = [] }]) => {
    const service = services[name]
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`)
    const host = ports[name as keyof typeof servers]
    const folders = Object.fromEntries(
      (service.volumes ?? []).map((volume) => [
        volume.slice(volume.indexOf(':') + 1),
        dataFolder(join(dataDir, 'containers', name), service.user),
      ]),
    )
    const labels = { [label]: dataDir }
    const plan = { service, alias: name, network, labels, folders, port: { container: port, host } }
    return {
      name,
      after,
      start: (log: string) => startContainer(plan, log),
      ready: ready(host),
      stopWithinMs: secondsOf(service.stop_grace_period) * 1000,
    }
  })
  const on = (name: keyof typeof servers) => `127.0.0.1:${ports[name]}`
  const postgresAt = (address: string) =>
    `postgres://postgres:${secrets.postgresPassword}@${address}/${database}`
  return {
    specs,
    urls: {
      postgres: postgresAt(on('postgres')),
      postgresFromConnect: postgresAt('postgres:5432'),
      kafka: [on('kafka')],
      connect: `http://${on('connect')}`,
      elasticsearch: `http://${on('elasticsearch')}`,
      clickhouse: `http://broadsheet:${secrets.clickhousePassword}@${on('clickhouse')}`,
      redis: `redis://:${secrets.redisPassword}@${on('redis')}`,
    },
    discard: () => removeAll(dataDir, network),
  }
}

/** Owned by the user that the service runs as; who is not root opens it to all. */
function dataFolder(folder: string, user = '0:0'): string {
  const [uid = 0, gid = 0] = user.split(':').map(Number)
  mkdirSync(folder, { recursive: true })
  if (process.getuid?.() === 0) chownSync(folder, uid, gid)
  else chmodSync(folder, 0o777)
  return folder
}

/** A network of this data folder's own, after what an earlier start left there is removed. */
async function freshNetwork(dataDir: string): Promise<string> {
  const client = await getContainerRuntimeClient().catch((error: unknown) => {
    throw new Refusal(`STACK=containers needs a Docker engine, and none answers (${String(error)})`)
  })
  const name = `broadsheet-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  await removeAll(dataDir, name)
  await client.network.create({ Name: name, Labels: { [label]: dataDir } })
  return name
}

async function removeAll(dataDir: string, network: string): Promise<void> {
  const { dockerode } = (await getContainerRuntimeClient()).container
  const filters = { label: [`${label}=${dataDir}`] }
  for (const { Id } of await dockerode.listContainers({ all: true, filters })) {
    // One that is ending removes itself.
    await dockerode.getContainer(Id).remove({ force: true, v: true }).catch(gone)
  }
  for (const { Id } of await dockerode.listNetworks({ filters: { name: [network] } })) {
    await dockerode.getNetwork(Id).remove()
  }
}

function gone(error: { statusCode?: number }): void {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
}
