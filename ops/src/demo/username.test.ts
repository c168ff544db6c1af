import { registration } from '@broadsheet/contracts/user'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { usernameOf } from './username.ts'

test.each([
  ['Sindre Sorhus', 'Sindre-Sorhus'],
  [' @scope/team ', 'scope-team'],
  ['Анна Каренина', 'Анна-Каренина'],
  ['?', null],
  ['', null],
])('%s becomes %s', (name, username) => {
  expect(usernameOf(name)).toBe(username)
})

test('any name becomes one that can be registered, or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      const username = usernameOf(name)
      const user = { username, email: 'a@example.com', password: 'long enough' }
      expect(username === null || registration.safeParse({ user }).success).toBe(true)
    }),
  )
})
