import { processConfig, readConfig, url } from '@broadsheet/platform/config'
import { withKafka } from '@broadsheet/platform/kafka-config'

/** What the supervisor of the connectors reads from its environment. */
export const connectorsConfig = withKafka(processConfig, 'Where the change topic is').safeExtend({
  POSTGRES_URL: url.describe('The database that is captured, with its credentials (secret)'),
  CONNECT_POSTGRES_URL: url
    .optional()
    .describe('The same database as Kafka Connect reaches it, if it does so otherwise (secret)'),
  CONNECT_URL: url.describe("Kafka Connect's REST interface"),
})

export const readConnectorsConfig = () => readConfig(connectorsConfig)
