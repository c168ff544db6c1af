/** How Debezium reaches Postgres. */
export interface DatabaseOptions {
  'database.hostname': string
  /** TCP port. Default 5432. */
  'database.port'?: number
  /** Needs LOGIN and REPLICATION, and SELECT on what it snapshots. */
  'database.user': string
  /** Stored by Connect in the clear, unless it is a reference like `${file:/path:key}`. */
  'database.password'?: string
  'database.dbname': string
  /** SQL statements run on every JDBC connection, separated by semicolons. */
  'database.initial.statements'?: string
  /** Longest that a query may take, in milliseconds; 0 for no limit. Default 600,000. */
  'database.query.timeout.ms'?: number
  /** Longest that checking the connection may take, in milliseconds. Default 60,000. */
  'connection.validation.timeout.ms'?: number
  /** TCP keep-alive probes. Default true. */
  'database.tcpKeepAlive'?: boolean
  /** Default `prefer`. */
  'database.sslmode'?: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'
  /** Path of the client's certificate, on the worker. */
  'database.sslcert'?: string
  /** Path of the client's key, on the worker. */
  'database.sslkey'?: string
  'database.sslpassword'?: string
  /** Path of the certificates that the server's is checked against, on the worker. */
  'database.sslrootcert'?: string
  /** Class that makes TLS sockets. */
  'database.sslfactory'?: string
  /** Options of the JDBC driver. */
  [option: `driver.${string}`]: string | number | boolean
}
