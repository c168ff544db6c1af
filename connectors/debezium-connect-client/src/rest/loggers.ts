import { asFields, asNumber, asOptional, asRecord, asString, asStrings } from './answer.ts'
import { path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL' | 'OFF'

export type LoggerLevel = {
  level: LogLevel | (string & {})
  /** When it was last set over this API, in milliseconds since 1970; undefined if never. */
  lastModified: number | undefined
}

export function loggerCalls({ send }: Transport) {
  return {
    /** Every logger of this worker by name; the topmost is `root`. */
    list: (options?: CallOptions): Promise<Readonly<Record<string, LoggerLevel>>> =>
      send(
        {
          method: 'GET',
          path: '/admin/loggers',
          read: (body) => asRecord(body, 'loggers', asLevel),
        },
        options,
      ),

    /** `not-found` for a logger that this worker has not made yet. */
    get: (logger: string, options?: CallOptions): Promise<LoggerLevel> =>
      send(
        {
          method: 'GET',
          path: path('admin', 'loggers', logger),
          read: (body) => asLevel(body, 'logger'),
        },
        options,
      ),

    /**
     * Sets the level of a logger and of those below it, until the worker restarts. Answers with
     * their names; with scope `cluster` (every worker) with none, as Connect then tells nothing.
     */
    set: (
      logger: string,
      level: LogLevel,
      { scope, ...options }: { scope?: 'worker' | 'cluster' } & CallOptions = {},
    ): Promise<readonly string[]> =>
      send(
        {
          method: 'PUT',
          path: path('admin', 'loggers', logger),
          query: { scope },
          body: { level },
          read: (body) => asOptional(body, 'loggers', asStrings) ?? [],
        },
        options,
      ),
  }
}

function asLevel(value: unknown, at: string): LoggerLevel {
  const logger = asFields(value, at)
  return {
    level: asString(logger['level'], `${at}.level`),
    lastModified: asOptional(logger['last_modified'], `${at}.last_modified`, asNumber),
  }
}
