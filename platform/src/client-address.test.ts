import type { Context } from 'hono'
import { expect, test } from 'vitest'
import { clientAddress, trustIn } from './client-address.ts'

const from = (peer: string | undefined, forwarded?: string) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return { env: { incoming: { socket: { remoteAddress: peer }, headers } } } as unknown as Context
}
const ours = trustIn(['loopback', '10.0.0.0/8'])

test.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  // Nobody but our proxies is believed, whatever they write.
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['203.0.113.7', '127.0.0.1', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['::1', '2001:DB8::1', '2001:db8::1'],
  ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  // What a client put in front of the line is not what our proxy saw.
  ['127.0.0.1', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
  ['127.0.0.1', '192.0.2.1, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
  ['127.0.0.1', 'not an address', '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1'],
])('a request from %s that was forwarded for %s comes from %s', (peer, forwarded, address) => {
  expect(clientAddress(from(peer, forwarded), ours)).toBe(address)
})

test('without trusted proxies the peer is all there is', () => {
  expect(clientAddress(from('127.0.0.1', '198.51.100.1'), trustIn([]))).toBe('127.0.0.1')
})

test('what is no address or range is refused', () => {
  expect(() => trustIn(['everybody'])).toThrow('everybody')
})
