import { expect, test } from 'vitest'
import { invocation } from './privileges.ts'

const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 }

test('whoever is not root runs a command as it is', () => {
  expect(invocation(undefined, 'initdb', ['-D', 'x'])).toEqual({
    command: 'initdb',
    args: ['-D', 'x'],
  })
})

test('root runs it as another user', () => {
  expect(invocation({ ...nobody, entersAll: false }, 'initdb', [])).toEqual({
    command: 'initdb',
    args: [],
    uid: 65_534,
    gid: 65_534,
  })
})

test('and below a closed folder with the one capability to pass it', () => {
  const { command, args, uid } = invocation({ ...nobody, entersAll: true }, 'initdb', ['-D', 'x'])
  expect([command, uid]).toEqual(['setpriv', undefined])
  expect(args).toContain('--ambient-caps=+dac_read_search')
  expect(args.slice(-4)).toEqual(['--', 'initdb', '-D', 'x'])
})
