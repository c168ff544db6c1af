import { Redis } from 'ioredis'
import type { Log } from './log.ts'

/** A Redis client that reconnects for ever and fails commands fast while it is away. */
export function connectRedis(url: string, log: Log, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    maxRetriesPerRequest: 1,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
  })
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis is away'))
  return redis
}
