import { processConfig, readConfig, url } from '@broadsheet/platform/config'
import { withKafka } from '@broadsheet/platform/kafka-config'

/** What the projector reads from its environment. */
export const projectorConfig = withKafka(processConfig, 'Where the changes are read').safeExtend({
  ELASTICSEARCH_URL: url.describe('The search read model'),
  CLICKHOUSE_URL: url.describe('The statistics'),
  REDIS_URL: url.describe('The social read model and the watermarks'),
  POSTGRES_URL: url.describe('Where dead letters are parked, with its credentials (secret)'),
})

export const readProjectorConfig = () => readConfig(projectorConfig)
export type ProjectorConfig = ReturnType<typeof readProjectorConfig>
