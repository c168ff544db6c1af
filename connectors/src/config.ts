import { list, processConfig, readConfig, url } from '@broadsheet/platform/config'

/** What the supervisor of the connectors reads from its environment. */
export const connectorsConfig = processConfig.extend({
  POSTGRES_URL: url.describe('The database that is captured, with its credentials (secret)'),
  CONNECT_POSTGRES_URL: url
    .optional()
    .describe('The same database as Kafka Connect reaches it, if it does so otherwise (secret)'),
  KAFKA_BROKERS: list.describe('Where the change topic is'),
  CONNECT_URL: url.describe("Kafka Connect's REST interface"),
})

export const readConnectorsConfig = () => readConfig(connectorsConfig)
