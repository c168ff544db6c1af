import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { brokenUniqueness, isContention, isUnavailable } from './failures.ts'

const stateError = (code: string) =>
  Object.assign(new DatabaseError('failed', 6, 'error'), { code, constraint: 'some_key' })
const wrapped = (cause: unknown) => new Error('Failed query', { cause })

test.each(['08006', '53300', '57P01', '57P03', '57014', '55P03', '25006'])(
  'state %s means that another try later may succeed',
  (code) => expect(isUnavailable(wrapped(stateError(code)))).toBe(true),
)

test.each(['23505', '22021', '42P01', '40001'])('state %s does not', (code) =>
  expect(isUnavailable(wrapped(stateError(code)))).toBe(false),
)

test('a refused connection to each of several addresses counts too', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  expect(isUnavailable(new AggregateError([refused]))).toBe(true)
  expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isUnavailable('Connection terminated')).toBe(false)
})

test('contention and broken uniqueness are found beneath what wraps them', () => {
  expect(isContention(wrapped(stateError('40P01')))).toBe(true)
  expect(isContention(wrapped(stateError('23505')))).toBe(false)
  expect(brokenUniqueness(wrapped(stateError('23505')))).toBe('some_key')
  expect(brokenUniqueness(wrapped(stateError('23503')))).toBeUndefined()
})
