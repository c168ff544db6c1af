import type { DatabaseOptions } from './database.ts'

const DEFAULT_PORT = 5432

type FromUrl = Pick<DatabaseOptions, 'database.hostname' | 'database.user' | 'database.dbname'> & {
  'database.port': number
} & Pick<DatabaseOptions, 'database.password' | keyof Tls>

type Tls = Pick<
  DatabaseOptions,
  | 'database.sslmode'
  | 'database.sslrootcert'
  | 'database.sslcert'
  | 'database.sslkey'
  | 'database.sslfactory'
>

/** Left to itself the driver trusts what is in `~/.postgresql/root.crt` alone. */
const JAVA_AUTHORITIES = 'org.postgresql.ssl.DefaultJavaSSLFactory'
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

/**
 * `database.*` options of a `postgres://user:password@host:port/database?sslmode=…` URL, to be spread
 * into the options. Of its parameters `sslmode`, `sslrootcert`, `sslcert` and `sslkey` are taken, the
 * last three as paths on the worker; `sslrootcert=system` stands for the authorities that its Java
 * trusts. Others are ignored. Throws a `TypeError` that shows no part of the URL.
 */
export function databaseFromUrl(url: string | URL): FromUrl {
  const parsed = URL.canParse(String(url)) ? new URL(String(url)) : undefined
  if (parsed?.protocol !== 'postgres:' && parsed?.protocol !== 'postgresql:') {
    throw new TypeError('not a postgres:// URL')
  }
  const user = decoded(parsed.username)
  const dbname = decoded(parsed.pathname.slice(1)) || user
  if (!parsed.hostname || !user) throw new TypeError('a postgres:// URL needs a host and a user')
  return {
    'database.hostname': parsed.hostname.replace(/^\[|\]$/g, ''),
    'database.port': Number(parsed.port || DEFAULT_PORT),
    'database.user': user,
    'database.dbname': dbname,
    ...(parsed.password && { 'database.password': decoded(parsed.password) }),
    ...tlsOf(parsed.searchParams),
  }
}

/** A mode that is not known must not end as `prefer`, which goes on without TLS. */
function tlsOf(parameters: URLSearchParams): Tls {
  const given = (name: string) => parameters.get(name) || undefined
  const [asked, root] = [given('sslmode'), given('sslrootcert')]
  const mode = SSL_MODES.find((one) => one === asked)
  if (asked && !mode) throw new TypeError(`sslmode is one of ${SSL_MODES.join(', ')}`)
  const [cert, key] = [given('sslcert'), given('sslkey')]
  return {
    ...(mode && { 'database.sslmode': mode }),
    ...(root === 'system' && { 'database.sslfactory': JAVA_AUTHORITIES }),
    ...(root && root !== 'system' && { 'database.sslrootcert': root }),
    ...(cert && { 'database.sslcert': cert }),
    ...(key && { 'database.sslkey': key }),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new TypeError('a part of the postgres:// URL is not percent-encoded')
  }
}
