import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { firstSteps } from './first-steps.ts'

test('a shell hands over the password and the article as they are, whatever is in them', () => {
  const password = `it's "a" $pass!\`word\` \\`
  const login = firstSteps('http://gateway.example', 'a-slug', password).at(-1)!
  expect(login).not.toContain('!')
  const inner = /\$\((curl .*) \| sed/.exec(login)?.[1] ?? ''
  const told = execFileSync('bash', ['-c', inner.replace('curl', "printf '%s\\n'")], {
    encoding: 'utf8',
  })
  const body = told.trim().split('\n').at(-1) ?? ''
  expect(JSON.parse(body)).toEqual({ user: { email: 'demo@example.com', password } })
})
