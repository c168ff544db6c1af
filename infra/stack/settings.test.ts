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
