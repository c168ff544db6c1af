import { expect, test } from 'vitest'
import { readConfig, processConfig } from './config.ts'
import { kafkaAccess, withKafka } from './kafka-config.ts'

const schema = withKafka(processConfig, 'What is tested')
const env = { PORT: '1', KAFKA_BROKERS: 'a:9092' }
const user = { KAFKA_USERNAME: 'me', KAFKA_PASSWORD: 'hush' }
const accessBy = (given: Record<string, string>) =>
  kafkaAccess(readConfig(schema, { ...env, ...given }))

test('it is neither TLS nor SASL unless it is said', () => {
  expect(accessBy({})).toEqual({ ssl: false })
  expect(accessBy(user)).toEqual({ ssl: false })
})

test.for(['plain', 'scram-sha-256', 'scram-sha-512'])('%s takes user and password', (mechanism) => {
  expect(accessBy({ KAFKA_TLS: 'on', KAFKA_SASL_MECHANISM: mechanism, ...user })).toEqual({
    ssl: true,
    sasl: { mechanism, username: 'me', password: 'hush' },
  })
})

test.for([
  [{}, 'USERNAME', 'PASSWORD'],
  [{ KAFKA_USERNAME: 'me' }, 'PASSWORD'],
  [{ KAFKA_USERNAME: '', KAFKA_PASSWORD: 'hush' }, 'USERNAME'],
] as const)('a mechanism with %o alone is refused', ([given, ...names]) => {
  const lines = names.map((name) => `  KAFKA_${name}: is needed by KAFKA_SASL_MECHANISM`)
  const refused = (other: Record<string, string>) => () =>
    readConfig(schema, { ...env, KAFKA_SASL_MECHANISM: 'plain', ...given, ...other })
  expect(refused({})).toThrow(lines.join('\n'))
  expect(refused({ PORT: 'x' })).toThrow(new RegExp(`PORT: .*\n${lines.join('\n')}$`))
})

test('what is misspelt is refused and not repeated', () => {
  const given = { KAFKA_TLS: 'hush', KAFKA_SASL_MECHANISM: 'hush', ...user }
  expect(() => accessBy(given)).toThrow(/KAFKA_TLS[^]*KAFKA_SASL_MECHANISM/)
  expect(() => accessBy(given)).not.toThrow(/hush/)
})
