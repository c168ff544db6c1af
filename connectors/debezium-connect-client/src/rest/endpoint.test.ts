import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { connectClient } from '../client.ts'
import { endpoint } from './endpoint.ts'

const decode = (authorization: string | undefined) =>
  Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString('utf8')

test('credentials leave the URL for the header, decoded', () => {
  const { base, authorization } = endpoint('https://us%40er:p%3Ass@connect:8083/behind/a/proxy/')
  expect(base).toBe('https://connect:8083/behind/a/proxy')
  expect(decode(authorization)).toBe('us@er:p:ss')
})

test('credentials given apart win, and may be any Unicode', () => {
  const auth = { username: 'ира', password: 'пароль' }
  expect(decode(endpoint('http://a:b@connect', auth).authorization)).toBe('ира:пароль')
})

test('without credentials there is no header', () => {
  expect(endpoint('http://connect:8083/')).toEqual({
    base: 'http://connect:8083',
    authorization: undefined,
  })
})

test.each(['http://user:secret@', 'ftp://user:secret@host', 'http://user:secret%@host', ''])(
  'a bad URL is refused without being shown: %s',
  (url) => {
    const refused = (() => {
      try {
        return endpoint(url)
      } catch (error) {
        return error
      }
    })()
    expect(refused).toBeInstanceOf(TypeError)
    expect(inspect(refused, { depth: 9 })).not.toContain('secret')
  },
)

test('a client that is logged shows no credentials', () => {
  const client = connectClient({ url: 'http://user:secret@connect' })
  expect(inspect(client, { depth: 9, showHidden: true })).not.toContain('secret')
})
