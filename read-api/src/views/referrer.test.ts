import { expect, test } from 'vitest'
import { referrerHost } from './referrer.ts'

test.each([
  ['https://News.Example:8443/a/b?q=secret#c', 'news.example'],
  ['http://user:password@site.example/', 'site.example'],
  ['https://münchen.example/', 'xn--mnchen-3ya.example'],
])('%s is from %s', (header, host) => {
  expect(referrerHost(header)).toBe(host)
})

test.each([
  undefined,
  '',
  'news.example',
  'android-app://com.example',
  'javascript:alert(1)',
  'http://203.0.113.7/',
  'http://0xCB007107/',
  'http://[2001:db8::1]/',
  `https://${'a'.repeat(300)}.example/`,
])('%s is from nowhere', (header) => {
  expect(referrerHost(header)).toBeNull()
})
