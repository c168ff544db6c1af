import { list, processConfig, readConfig, url } from '@broadsheet/platform/config'

const schema = processConfig.extend({ POSTGRES_URL: url, KAFKA_BROKERS: list, CONNECT_URL: url })

export const readConnectorsConfig = () => readConfig(schema)
