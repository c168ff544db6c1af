import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { register } from '../author.ts'
import { describe, Launcher, newDataDir, startStack, type RunningStack } from '../launch.ts'
import { isRunning } from '../process.ts'
import { publish, totalIn } from '../publishing.ts'

let servers: RunningStack
let dataDir: string
let launcher: Launcher

/** The servers of one stack are external to the other, which has our own processes alone. */
beforeAll(async () => {
  servers = await startStack({ SERVERS_ONLY: '1' })
  const { description } = servers
  dataDir = newDataDir()
  launcher = new Launcher({
    STACK: 'external',
    DATA_DIR: dataDir,
    PORT: '0',
    DEMO: '0',
    POSTGRES_URL: description.postgres,
    CONNECT_POSTGRES_URL: description.postgresFromConnect,
    KAFKA_BROKERS: description.kafka.join(','),
    CONNECT_URL: description.connect,
    ELASTICSEARCH_URL: description.elasticsearch,
    CLICKHOUSE_URL: description.clickhouse,
    REDIS_URL: description.redis,
  })
  await launcher.said(/^ready http/m)
})
afterAll(async () => {
  await launcher?.stop()
  await servers?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('on external servers an article is found at once by who wrote it', async () => {
  const author = await register(describe(dataDir).gateway)
  const { word } = await publish(author)
  expect(totalIn(await author.get(`/api/search?q=${word}`))).toBe(1)
})

test('only our own processes are started, and stopped again', async () => {
  const names = ['connectors', 'gateway', 'projector', 'read-api', 'write-api']
  expect(Object.keys(describe(dataDir).processes).toSorted()).toEqual(names)
  const own = Object.values(describe(dataDir).processes).map(({ pid }) => pid)
  const theirs = Object.values(servers.description.processes).map(({ pid }) => pid)
  expect(await launcher.stop()).toBe(0)
  expect(own.filter(isRunning)).toEqual([])
  expect(theirs.every(isRunning)).toBe(true)
})
