import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { databaseFromUrl } from './database-url.ts'

test('every part is taken and decoded', () => {
  expect(
    databaseFromUrl('postgres://us%40er:p%2Fss@db.local:6543/my%20db?sslmode=require'),
  ).toEqual({
    'database.hostname': 'db.local',
    'database.port': 6543,
    'database.user': 'us@er',
    'database.password': 'p/ss',
    'database.dbname': 'my db',
    'database.sslmode': 'require',
  })
})

test('certificates are taken as paths on the worker, and `system` as what Java trusts', () => {
  const tls = 'sslmode=verify-full&sslrootcert=/etc/ca.pem&sslcert=/etc/me.pem&sslkey=/etc/me.key'
  expect(databaseFromUrl(`postgres://me@db?${tls}`)).toMatchObject({
    'database.sslmode': 'verify-full',
    'database.sslrootcert': '/etc/ca.pem',
    'database.sslcert': '/etc/me.pem',
    'database.sslkey': '/etc/me.key',
  })
  const options = databaseFromUrl('postgres://me@db?sslmode=verify-full&sslrootcert=system')
  expect(options).not.toHaveProperty('database.sslrootcert')
  expect(options['database.sslfactory']).toBe('org.postgresql.ssl.DefaultJavaSSLFactory')
})

test('port and database have the defaults of Postgres, the rest is left out', () => {
  expect(databaseFromUrl('postgresql://me@[::1]?application_name=x&uselibpqcompat=true')).toEqual({
    'database.hostname': '::1',
    'database.port': 5432,
    'database.user': 'me',
    'database.dbname': 'me',
  })
})

test.each([
  'mysql://me:secret@db/x',
  'postgres://:secret@db/x',
  'secret',
  'postgres://a:secret%@b',
  'postgres://a:secret@b?sslmode=no-verify',
])('a bad URL is refused without being shown: %s', (url) => {
  try {
    expect.unreachable(String(databaseFromUrl(url)))
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect(inspect(error)).not.toContain('secret')
  }
})
