import { startSecuredBroker, type SecuredBroker } from '@broadsheet/infra/stack/secured-broker'
import { readConfig, processConfig } from '@broadsheet/platform/config'
import { connectKafka, ensureTopic } from '@broadsheet/platform/kafka'
import { kafkaAccess, withKafka } from '@broadsheet/platform/kafka-config'
import { createLog } from '@broadsheet/platform/log'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

const user = { username: 'app', password: 'right-one' }
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512']
const program = join(import.meta.dirname, '../../projector/src/main.ts')
const usual = getCACertificates('default')
let broker: SecuredBroker

beforeAll(async () => {
  broker = await startSecuredBroker(user)
  setDefaultCACertificates([...usual, readFileSync(broker.authority, 'utf8')])
}, 120_000)
afterAll(async () => {
  setDefaultCACertificates(usual)
  await broker?.stop()
})

const told = (mechanism: string, other: Record<string, string> = {}) => ({
  KAFKA_BROKERS: broker.address,
  KAFKA_TLS: 'on',
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_USERNAME: user.username,
  KAFKA_PASSWORD: user.password,
  ...other,
})

/** As a process of ours makes it of its variables. */
function clientOf(env: Record<string, string>, retries = 8) {
  const config = readConfig(withKafka(processConfig, 'Tests'), { PORT: '0', ...env })
  const log = createLog('test', 'silent')
  const other = { ...kafkaAccess(config), retry: { retries } }
  return connectKafka(config.KAFKA_BROKERS, 'test', log, other)
}

async function asking(env: Record<string, string>): Promise<void> {
  const admin = clientOf(env, 0).admin()
  onTestFinished(() => admin.disconnect())
  await admin.connect()
  await admin.listTopics()
}

test.for(mechanisms)('by TLS and %s records are written and read', async (mechanism) => {
  const kafka = clientOf(told(mechanism))
  const topic = `by-${mechanism}`
  await ensureTopic(kafka, topic, { partitions: 1 })
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: topic })]
  onTestFinished(async () => {
    await Promise.all([producer.disconnect(), consumer.disconnect()])
  })
  await producer.connect()
  await producer.send({ topic, messages: [{ value: 'hello' }] })
  const read: (string | undefined)[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => void read.push(String(message.value)) })
  await vi.waitFor(() => expect(read).toEqual(['hello']), 30_000)
})

test.for(mechanisms)('a wrong password is refused by %s', async (mechanism) => {
  const refused = /authentication failed/i
  await expect(asking(told(mechanism, { KAFKA_PASSWORD: 'wrong' }))).rejects.toThrow(refused)
})

test('a certificate of an authority that nobody named is refused', async () => {
  setDefaultCACertificates(usual)
  onTestFinished(() => setDefaultCACertificates([...usual, readFileSync(broker.authority, 'utf8')]))
  await expect(asking(told('plain'))).rejects.toThrow(/self-signed certificate/)
})

test('without TLS, or without a user, nothing is answered', async () => {
  await expect(asking(told('plain', { KAFKA_TLS: 'off' }))).rejects.toThrow()
  await expect(asking(told('none'))).rejects.toThrow()
})

/** The projector, which looks for the change topic before anything else; its other servers are nowhere. */
async function startProjector(other: Record<string, string>) {
  const nowhere = '127.0.0.1:1'
  const env = {
    ...told('scram-sha-512', other),
    POSTGRES_URL: `postgres://nobody@${nowhere}`,
    REDIS_URL: `redis://${nowhere}`,
    ELASTICSEARCH_URL: `http://${nowhere}`,
    CLICKHOUSE_URL: `http://${nowhere}`,
    NODE_EXTRA_CA_CERTS: broker.authority,
    PORT: '0',
  }
  const child = spawn(process.execPath, [program], { env })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (said.text += text.toString()))
  }
  const saying = (what: RegExp) => vi.waitFor(() => expect(said.text).toMatch(what), 30_000)
  return { ended, said, saying }
}

test('a process of ours finds that there is no change topic yet', async () => {
  const { saying } = await startProjector({})
  await saying(/there is no change topic yet/)
})

test('with a wrong password it says so, and not which', async () => {
  const { said, saying } = await startProjector({ KAFKA_PASSWORD: 'wrong-one' })
  await saying(/SASL SCRAM SHA512 authentication failed/)
  expect(said.text).not.toContain('wrong-one')
})

test('without one it refuses to start', async () => {
  const { ended, said } = await startProjector({ KAFKA_PASSWORD: '' })
  expect(await ended).toEqual([1, null])
  expect(said.text).toMatch(/KAFKA_PASSWORD: is needed by KAFKA_SASL_MECHANISM/)
})
