import { list, processConfig, readConfig, url } from '@broadsheet/platform/config'

const schema = processConfig.extend({
  KAFKA_BROKERS: list,
  ELASTICSEARCH_URL: url,
  CLICKHOUSE_URL: url,
  REDIS_URL: url,
  POSTGRES_URL: url,
})

export const readProjectorConfig = () => readConfig(schema)
