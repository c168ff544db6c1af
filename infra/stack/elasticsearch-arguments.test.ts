import { expect, test } from 'vitest'
import { serverArguments } from './elasticsearch-arguments.ts'

test('the encoding that the server of the pinned version reads', () => {
  const bytes = serverArguments({ settings: { a: 'é𝄞' }, config: '/c', logs: '/l' })
  const keystore = 'org.elasticsearch.common.settings.KeyStoreWrapper'
  const expected = [
    '00 00 00', // in the foreground, not quiet, no pid file
    `31 ${Buffer.from(keystore).toString('hex')}`,
    '00000007 00 00 00 00', // version, no password, no data, no entries, not closed
    '01 01 61 00', // one setting, its name, a string
    '03 c3a9 eda0b4 edb49e', // three UTF-16 units, each encoded by itself
    '02 2f63 02 2f6c',
  ]
  expect(bytes.toString('hex')).toBe(expected.join('').replaceAll(' ', ''))
})
