import type { Log } from '@broadsheet/platform/log'
import { connectRedis } from '@broadsheet/platform/redis'
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { Client } from '@elastic/elasticsearch'
import type { Redis } from 'ioredis'
import { Pool } from 'pg'
import type { ProjectorConfig } from './config.ts'

const storeTimeoutMs = 30_000

/** The stores that are written, and Postgres for what could not be. */
export type Connections = {
  postgres: Pool
  redis: Redis
  elasticsearch: Client
  clickhouse: ClickHouseClient
}

export function connectStores(config: ProjectorConfig, log: Log): Connections {
  const postgres = new Pool({ connectionString: config.POSTGRES_URL, max: 2 })
  postgres.on('error', (error) => log.warn({ err: error }, 'postgres is away'))
  return {
    postgres,
    redis: connectRedis(config.REDIS_URL, log, config.SERVICE_NAME),
    elasticsearch: new Client({ node: config.ELASTICSEARCH_URL, requestTimeout: storeTimeoutMs }),
    clickhouse: createClient({
      url: config.CLICKHOUSE_URL,
      request_timeout: storeTimeoutMs,
      log: { level: ClickHouseLogLevel.OFF },
    }),
  }
}

export async function disconnectStores(stores: Connections): Promise<void> {
  const { postgres, redis, elasticsearch, clickhouse } = stores
  await Promise.all([redis.quit(), postgres.end(), elasticsearch.close(), clickhouse.close()])
}
