import { versions } from '../stack/versions.ts'

/** THE names of the images, of the versions that the embedded stack runs as far as it has them. */
export const images = {
  postgres: `postgres:${versions.postgres}`,
  kafka: `apache/kafka:${versions.kafka}`,
  connect: `quay.io/debezium/connect:${versions.debezium}`,
  elasticsearch: `docker.elastic.co/elasticsearch/elasticsearch:${versions.elasticsearch}`,
  clickhouse: `clickhouse/clickhouse-server:${versions.clickhouse}`,
  redis: `redis:${versions.redis}`,
  nginx: `nginx:${versions.nginx}`,
  prometheus: `prom/prometheus:v${versions.prometheus}`,
  grafana: `grafana/grafana:${versions.grafana}`,
  node: `node:${versions.node}-bookworm-slim`,
  broadsheet: 'broadsheet:local',
}

export type ImageName = keyof typeof images

/** The variable that names another image in its place, `KAFKA_IMAGE` and the like. */
export const imageVariable = (name: ImageName) => `${name.toUpperCase()}_IMAGE`

/** What is to be run as `name`, as the environment has it. */
export const imageOf = (name: ImageName, env: NodeJS.ProcessEnv = process.env) =>
  env[imageVariable(name)] || images[name]
