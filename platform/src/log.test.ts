import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function logged(about: object): string {
  const lines: string[] = []
  createLog('test', 'info', { write: (line) => lines.push(line) }).info(about, 'said')
  return lines.join('')
}

test('an error is logged with its cause and place, but without the values that hang on it', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'the-secret' })
  const message = 'Failed query: insert into t values ($1)\nparams: the-secret\n    at the-secret'
  const error = Object.assign(new Error(message, { cause }), { params: ['the-secret'] })
  const line = logged({ err: error })
  expect(line).not.toContain('the-secret')
  expect(JSON.parse(line)).toMatchObject({
    service: 'test',
    level: 'info',
    err: {
      message: 'Failed query: insert into t values ($1)',
      stack: expect.stringContaining('log.test.ts'),
      cause: { message: 'duplicate key', code: '23505' },
    },
  })
})

test('what is named like a secret is hidden', () => {
  const names = ['password', 'token', 'authorization', 'cookie']
  const secrets = Object.fromEntries(names.map((name) => [name, 'the-secret']))
  expect(logged({ ...secrets, user: secrets, headers: secrets })).not.toContain('the-secret')
})
