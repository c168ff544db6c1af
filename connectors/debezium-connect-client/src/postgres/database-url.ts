import type { DatabaseOptions } from './database.ts'

const DEFAULT_PORT = 5432

type FromUrl = Pick<DatabaseOptions, 'database.hostname' | 'database.user' | 'database.dbname'> & {
  'database.port': number
} & Pick<DatabaseOptions, 'database.password' | 'database.sslmode'>

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

/**
 * `database.*` options of a `postgres://user:password@host:port/database?sslmode=…` URL, to be spread
 * into the options. Other parameters are ignored. Throws a `TypeError` that shows no part of the URL.
 */
export function databaseFromUrl(url: string | URL): FromUrl {
  const parsed = URL.canParse(String(url)) ? new URL(String(url)) : undefined
  if (parsed?.protocol !== 'postgres:' && parsed?.protocol !== 'postgresql:') {
    throw new TypeError('not a postgres:// URL')
  }
  const user = decoded(parsed.username)
  const dbname = decoded(parsed.pathname.slice(1)) || user
  if (!parsed.hostname || !user) throw new TypeError('a postgres:// URL needs a host and a user')
  const sslmode = SSL_MODES.find((mode) => mode === parsed.searchParams.get('sslmode'))
  return {
    'database.hostname': parsed.hostname.replace(/^\[|\]$/g, ''),
    'database.port': Number(parsed.port || DEFAULT_PORT),
    'database.user': user,
    'database.dbname': dbname,
    ...(parsed.password && { 'database.password': decoded(parsed.password) }),
    ...(sslmode && { 'database.sslmode': sslmode }),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new TypeError('a part of the postgres:// URL is not percent-encoded')
  }
}
