import { expect, test } from 'vitest'
import { readGatewaySettings } from './settings.ts'

const env = {
  PORT: '8080',
  WRITE_API_URLS: 'http://127.0.0.1:1, http://127.0.0.1:2',
  READ_API_URLS: 'http://127.0.0.1:3',
}

test('reads its port and the instances of both sides', () => {
  const { port, host, service, write, read } = readGatewaySettings(env)
  expect({ port, host, service }).toEqual({ port: 8080, host: '127.0.0.1', service: 'gateway' })
  expect(write.map(({ port }) => port)).toEqual(['1', '2'])
  expect(read.map(({ port }) => port)).toEqual(['3'])
})

test('says all that is wrong at once, and no password that stands in a URL', () => {
  const wrong = { WRITE_API_URLS: 'http://a:secret@b, c:secret@' }
  expect(() => readGatewaySettings(wrong)).toThrow(/PORT .*\n.*WRITE_API_URLS.*\n.*READ_API_URLS/)
  expect(() => readGatewaySettings({ ...env, ...wrong })).toThrow(/^[^\n]*$/)
  expect(() => readGatewaySettings({ ...env, READ_API_URLS: 'x:y@z,:secret' })).not.toThrow(
    /secret/,
  )
})
