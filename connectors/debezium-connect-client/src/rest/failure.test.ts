import { expect, test } from 'vitest'
import { ConfigInvalid, isConnectError } from './errors.ts'
import { failureOf } from './failure.ts'

const answer = (errorCode: number, message: string | null) =>
  JSON.stringify({ error_code: errorCode, message })

test.each([
  [404, 'Connector shop not found', 'not-found'],
  [
    409,
    'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
    'rebalancing',
  ],
  [
    409,
    'Cannot complete request because of a conflicting operation (e.g. worker rebalance)',
    'rebalancing',
  ],
  [
    409,
    'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
    'rebalancing',
  ],
  [500, 'Request cannot be completed because a rebalance is expected', 'rebalancing'],
  [409, 'Connector shop already exists', 'already-exists'],
  [400, 'Connectors must be in the STOPPED state before their offsets can be modified.', 'refused'],
  [500, 'Request timed out. The worker is currently polling', 'timeout'],
  [500, 'Failed to read offsets', 'failed'],
  [403, 'Topic tracking is disabled.', 'unauthorized'],
] as const)('%i "%s" is %s', (status, message, kind) => {
  const error = failureOf('PUT /connectors/shop', status, answer(status, message))
  expect(error).toMatchObject({ kind, status, errorCode: status, connectMessage: message })
  expect(error.message).toBe(`PUT /connectors/shop: ${status} ${message}`)
})

test('a refused configuration carries its errors, one by one', () => {
  const message = [
    'Connector configuration is invalid and contains the following 2 error(s):',
    'The topic.prefix value is invalid: A value is required',
    'Invalid value x for configuration tasks.max: Not a number of type INT',
    'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
  ].join('\n')
  const error = failureOf('POST /connectors', 400, answer(400, message))
  expect(error).toBeInstanceOf(ConfigInvalid)
  expect(error).toMatchObject({
    kind: 'invalid-config',
    fields: {},
    errors: [
      'The topic.prefix value is invalid: A value is required',
      'Invalid value x for configuration tasks.max: Not a number of type INT',
    ],
  })
})

test("a 404 or 409 that is not in Connect's form says nothing about a connector", () => {
  for (const status of [404, 409, 502]) {
    const error = failureOf('GET /connectors/shop', status, '<html>\n  <b>Nope</b></html>')
    expect(error).toMatchObject({ kind: 'unexpected-answer', status })
    expect(error.message).toContain('<html> <b>Nope</b></html>')
  }
})

test('a 401 is unauthorized in any form', () => {
  const error = failureOf('GET /connectors', 401, 'User cannot access the resource.')
  expect(isConnectError(error, 'unauthorized')).toBe(true)
  expect(isConnectError(error, 'not-found', 'rebalancing')).toBe(false)
})

test('a long foreign body is cut', () => {
  expect(failureOf('GET /', 500, 'x'.repeat(5_000)).message.length).toBeLessThan(300)
})

test('a message of null is still an answer of Connect', () => {
  expect(failureOf('GET /connectors/a', 500, answer(500, null)).kind).toBe('failed')
})
