import { expect, test } from 'vitest'
import { predicate, transform } from '../config/transforms.ts'
import { postgresConnector } from './connector.ts'
import type { PostgresOptions } from './options.ts'

const options: PostgresOptions = {
  'topic.prefix': 'shop',
  'database.hostname': 'db',
  'database.user': 'me',
  'database.dbname': 'shop',
}
const marker = predicate('org.apache.kafka.connect.transforms.predicates.TopicNameMatches', {
  pattern: 'shop\\.transaction',
})
const markerKey = transform({
  name: 'markerKey',
  type: 'org.apache.kafka.connect.transforms.ValueToKey',
  options: { fields: ['status'] },
  predicate: 'isMarker',
})
const oneTopic = transform({
  name: 'oneTopic',
  type: 'io.debezium.transforms.ToLogicalTopicRouter',
  options: { 'topic.regex': 'shop\\.(.*)', 'topic.replacement': 'changes' },
})

test('options keep their official names, and every value is a string', () => {
  const config = postgresConnector({
    options: {
      ...options,
      'tasks.max': 1,
      'table.include.list': ['public.orders', 'public.lines'],
      'provide.transaction.metadata': true,
      'value.converter.schemas.enable': false,
      'producer.override.max.request.size': 8_388_608,
      'topic.creation.default.partitions': 1,
      'topic.creation.default.cleanup.policy': 'compact',
      'column.mask.with.10.chars': ['public.users.email'],
    },
    untyped: { 'isbn.type': 'shop.Isbn' },
  })
  expect(config).toEqual({
    'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
    'topic.prefix': 'shop',
    'database.hostname': 'db',
    'database.user': 'me',
    'database.dbname': 'shop',
    'tasks.max': '1',
    'table.include.list': 'public.orders,public.lines',
    'provide.transaction.metadata': 'true',
    'value.converter.schemas.enable': 'false',
    'producer.override.max.request.size': '8388608',
    'topic.creation.default.partitions': '1',
    'topic.creation.default.cleanup.policy': 'compact',
    'column.mask.with.10.chars': 'public.users.email',
    'isbn.type': 'shop.Isbn',
  })
})

test('transforms are listed in their order, each with its type, options and predicate', () => {
  const config = postgresConnector({
    options,
    predicates: { isMarker: marker },
    transforms: [markerKey, oneTopic],
  })
  expect(config).toMatchObject({
    transforms: 'markerKey,oneTopic',
    'transforms.markerKey.type': 'org.apache.kafka.connect.transforms.ValueToKey',
    'transforms.markerKey.fields': 'status',
    'transforms.markerKey.predicate': 'isMarker',
    'transforms.oneTopic.type': 'io.debezium.transforms.ToLogicalTopicRouter',
    'transforms.oneTopic.topic.regex': 'shop\\.(.*)',
    'transforms.oneTopic.topic.replacement': 'changes',
    predicates: 'isMarker',
    'predicates.isMarker.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    'predicates.isMarker.pattern': 'shop\\.transaction',
  })
  const other = { predicates: { isMarker: marker }, transforms: [oneTopic, markerKey] }
  expect(postgresConnector({ options, ...other })['transforms']).toBe('oneTopic,markerKey')
})

test('a negated predicate is written', () => {
  const but = { ...markerKey, negate: true }
  const config = postgresConnector({ options, predicates: { isMarker: marker }, transforms: [but] })
  expect(config['transforms.markerKey.negate']).toBe('true')
})

test('what can not be right is refused by name', () => {
  const build = (more: object) => () => postgresConnector({ options, ...more })
  expect(build({ transforms: [markerKey] })).toThrow('not declared: isMarker')
  expect(build({ transforms: [oneTopic, oneTopic] })).toThrow('two transforms are named oneTopic')
  expect(build({ transforms: [{ ...oneTopic, name: 'a,b' }] })).toThrow('"a,b"')
  expect(build({ transforms: [{ ...oneTopic, negate: true }] })).toThrow('negates no predicate')
  expect(build({ untyped: { 'topic.prefix': 'x' } })).toThrow('topic.prefix is given twice')
})

test('the compiler refuses misspelt, missing and mistyped options', () => {
  // @ts-expect-error an option that doesn't exist
  const misspelt: PostgresOptions = { ...options, 'slot.nam': 'x' }
  // @ts-expect-error a mode that doesn't exist
  const mode: PostgresOptions = { ...options, 'snapshot.mode': 'never' }
  // @ts-expect-error text for a number
  const text: PostgresOptions = { ...options, 'heartbeat.interval.ms': '1000' }
  // @ts-expect-error no topic.prefix
  const missing: PostgresOptions = {
    'database.hostname': '',
    'database.user': '',
    'database.dbname': '',
  }
  expect([misspelt, mode, text, missing]).toHaveLength(4)
})

test('the compiler refuses transforms that are not whole', () => {
  const typed = () => [
    // @ts-expect-error a transform without type
    transform({ name: 'a', options: {} }),
    // @ts-expect-error a transform without a needed option
    transform({ name: 'a', type: 'org.apache.kafka.connect.transforms.ValueToKey', options: {} }),
    // @ts-expect-error a predicate that isn't declared
    postgresConnector({ options, predicates: { other: marker }, transforms: [markerKey] }),
    transform({ name: 'a', type: 'my.own.Transform', options: { anything: 1 } }),
  ]
  expect(typed).toThrow('not declared: isMarker')
})
