import { expect, test } from 'vitest'
import { mayUse, parseAccount } from './account.ts'

const who = { name: 'nobody', uid: 65_534, gid: 65_534 }

test.for([
  [{ uid: 0, gid: 0, mode: 0o40_755 }, true],
  [{ uid: 0, gid: 0, mode: 0o40_700 }, false],
  [{ uid: 65_534, gid: 0, mode: 0o40_700 }, true],
  [{ uid: 65_534, gid: 0, mode: 0o40_077 }, false],
  [{ uid: 0, gid: 65_534, mode: 0o40_710 }, true],
  [{ uid: 0, gid: 0, mode: 0o40_711 }, true],
] as const)('%o may be entered: %s', ([folder, expected]) => {
  expect(mayUse(folder, who)).toBe(expected)
})

test('an account is a line of passwd; a negative id is its unsigned twin', () => {
  expect(parseAccount('nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin')).toEqual(who)
  expect(parseAccount('nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false')?.uid).toBe(
    4_294_967_294,
  )
  expect(parseAccount('')).toBeUndefined()
})
