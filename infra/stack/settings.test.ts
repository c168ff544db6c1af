import { expect, test } from 'vitest'
import { externalVariables, readSettings } from './settings.ts'

test('defaults', () => {
  expect(readSettings({}, [])).toMatchObject({
    port: 8080,
    dataDir: expect.stringMatching(/\/\.data$/),
    writeApis: 1,
    readApis: 1,
    demo: true,
    serversOnly: false,
    watch: false,
  })
})

test('what the APIs are told is passed on, an empty list of origins too', () => {
  const given = { RATE_LIMITS: 'off', CORS_ORIGINS: '', SESSION_MAX_DAYS: '', HOME: '/home/x' }
  expect(readSettings(given, []).apis).toEqual({ RATE_LIMITS: 'off', CORS_ORIGINS: '' })
})

test.for([
  [{ STACK: 'cloud' }, /STACK=cloud is unknown/],
  [{ PORT: '80x' }, /PORT=80x is not a whole number/],
  [{ PORT: '70000' }, /PORT=70000 is not/],
  [{ WRITE_APIS: '0' }, /WRITE_APIS=0 is not/],
  [{ READ_APIS: '1.5' }, /READ_APIS=1.5 is not/],
] as const)('%o is refused', ([env, message]) => {
  expect(() => readSettings(env, [])).toThrow(message)
})

test('external servers are taken as they are given', () => {
  const env = {
    STACK: 'external',
    POSTGRES_URL: 'postgres://u:p@db/x',
    KAFKA_BROKERS: 'one:9092, two:9092',
    CONNECT_URL: 'http://connect:8083',
    ELASTICSEARCH_URL: 'http://search:9200',
    CLICKHOUSE_URL: 'http://stats:8123',
    REDIS_URL: 'redis://r',
  }
  const external = {
    postgres: 'postgres://u:p@db/x',
    postgresFromConnect: 'postgres://u:p@db/x',
    kafka: ['one:9092', 'two:9092'],
    redis: 'redis://r',
  }
  expect(readSettings(env, [])).toMatchObject({ stack: 'external', external })
  const elsewhere = { ...env, CONNECT_POSTGRES_URL: 'postgres://u:p@inside/x' }
  expect(readSettings(elsewhere, []).external.postgresFromConnect).toContain('@inside/')
})

test('how external servers are reached is for them alone', () => {
  const kafka = { KAFKA_TLS: 'on', KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'me' }
  const env = {
    ...kafka,
    KAFKA_PASSWORD: 'hush',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    STACK: 'external',
  }
  const servers = Object.fromEntries(externalVariables.map(({ name }) => [name, 'http://a.b']))
  expect(readSettings({ ...servers, ...env }, [])).toMatchObject({
    kafkaAccess: { ...kafka, KAFKA_PASSWORD: 'hush' },
    authorities: { NODE_EXTRA_CA_CERTS: '/ca.pem' },
  })
  const none = { kafkaAccess: {}, authorities: {} }
  expect(readSettings({ ...env, STACK: 'embedded' }, [])).toMatchObject(none)
  expect(() => readSettings({ ...servers, ...env, KAFKA_PASSWORD: '' }, [])).toThrow(
    'KAFKA_SASL_MECHANISM=plain, and KAFKA_PASSWORD is not set',
  )
})

test('external servers that are not given are all named, and a wrong URL without what is in it', () => {
  const env = { STACK: 'external', POSTGRES_URL: 'user:secret', REDIS_URL: 'redis://r' }
  const refused = expect.objectContaining({
    message: [
      'POSTGRES_URL is not a URL',
      'STACK=external, and KAFKA_BROKERS is not set',
      'STACK=external, and CONNECT_URL is not set',
      'STACK=external, and ELASTICSEARCH_URL is not set',
      'STACK=external, and CLICKHOUSE_URL is not set',
    ].join('\n  and '),
  })
  expect(() => readSettings(env, [])).toThrow(refused)
})

test('all that is wrong is said at once', () => {
  const env = { STACK: 'cloud', PORT: 'x', READ_APIS: '17' }
  expect(() => readSettings(env, [])).toThrow(/STACK=cloud .*\n.* PORT=x .*\n.* READ_APIS=17 /)
})
