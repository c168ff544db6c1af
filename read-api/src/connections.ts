import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import type { Log } from '@broadsheet/platform/log'
import { connectRedis } from '@broadsheet/platform/redis'
import { Client } from '@elastic/elasticsearch'
import type { Redis } from 'ioredis'
import { storeTimeoutMs } from './store-failures.ts'

const redisTimeoutMs = 2_000

export type Connections = { redis: Redis; elasticsearch: Client; clickhouse: ClickHouseClient }

/** The stores that are read, each with its time limit. */
export function connectStores(
  at: { redis: string; elasticsearch: string; clickhouse: string },
  log: Log,
  name: string,
): Connections {
  const redis = connectRedis(at.redis, log, name)
  redis.options.commandTimeout = redisTimeoutMs
  return {
    redis,
    elasticsearch: new Client({
      node: at.elasticsearch,
      requestTimeout: storeTimeoutMs,
      maxRetries: 1,
    }),
    clickhouse: createClient({
      url: at.clickhouse,
      request_timeout: storeTimeoutMs,
      // What fails is thrown, and logged by us as JSON.
      log: { level: ClickHouseLogLevel.OFF },
    }),
  }
}

export async function disconnectStores(stores: Connections): Promise<void> {
  stores.redis.disconnect()
  await Promise.all([stores.elasticsearch.close(), stores.clickhouse.close()])
}
