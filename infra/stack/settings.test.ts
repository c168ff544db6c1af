import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

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
  [{ STACK: 'containers' }, /STACK=containers does not exist yet/],
  [{ STACK: 'external' }, /STACK=external does not exist yet/],
  [{ STACK: 'cloud' }, /STACK=cloud is unknown/],
  [{ PORT: '80x' }, /PORT=80x is not a whole number/],
  [{ PORT: '70000' }, /PORT=70000 is not/],
  [{ WRITE_APIS: '0' }, /WRITE_APIS=0 is not/],
  [{ READ_APIS: '1.5' }, /READ_APIS=1.5 is not/],
] as const)('%o is refused', ([env, message]) => {
  expect(() => readSettings(env, [])).toThrow(message)
})

test('all that is wrong is said at once', () => {
  const env = { STACK: 'cloud', PORT: 'x', READ_APIS: '17' }
  expect(() => readSettings(env, [])).toThrow(/STACK=cloud .*\n.* PORT=x .*\n.* READ_APIS=17 /)
})
