import { changeTopic, publicationName, slotName } from '@broadsheet/contracts/names'
import { publishedTables } from '@broadsheet/contracts/rows'
import {
  databaseFromUrl,
  postgresConnector,
  predicate,
  transform,
  type ConnectorConfig,
  type PostgresOptions,
} from 'debezium-connect-client'
import { maxRecordBytes } from './incarnation.ts'

/** How often the stream moves when nobody writes, ms. */
const heartbeatMs = 1_000

/** Names that may differ, for tests. */
export type ChangesNames = { topic: string; slot: string; publication: string; prefix: string }

export const changesNames = (incarnation: number): ChangesNames => ({
  topic: changeTopic(incarnation),
  slot: slotName(incarnation),
  publication: publicationName,
  prefix: 'broadsheet',
})

/**
 * The connector as code: row changes, logical messages and transaction markers of one Postgres, in
 * commit order, into one compacted topic. Each setting is there because the stream is wrong without.
 *
 * @param postgresUrl `postgres://user:password@host:port/database`
 */
export function changesConnector(names: ChangesNames, postgresUrl: string): ConnectorConfig {
  const { prefix, topic } = names
  return postgresConnector({
    options: { ...databaseFromUrl(postgresUrl), ...sourceOptions(names) },
    predicates: {
      isTransaction: predicate('org.apache.kafka.connect.transforms.predicates.TopicNameMatches', {
        pattern: `${prefix}\\.transaction`,
      }),
    },
    transforms: [
      // One key for all ENDs, so that compaction keeps the newest alone.
      transform({
        name: 'markerKey',
        type: 'org.apache.kafka.connect.transforms.ValueToKey',
        options: { fields: ['status'] },
        predicate: 'isTransaction',
      }),
      transform({
        name: 'oneTopic',
        type: 'io.debezium.transforms.ToLogicalTopicRouter',
        options: {
          'topic.regex': `${prefix}\\.(.*)`,
          'topic.replacement': topic,
          'key.field.name': '__table',
          'key.field.regex': `${prefix}\\.(?:public\\.)?(.*)`,
          'key.field.replacement': '$1',
        },
      }),
    ],
    untyped: {
      'producer.override.max.request.size': maxRecordBytes,
      'producer.override.linger.ms': 0,
      // For Debezium's own heartbeat topic; the change topic is made beforehand.
      'topic.creation.default.partitions': 1,
      'topic.creation.default.replication.factor': -1,
      'topic.creation.default.cleanup.policy': 'compact',
    },
  })
}

const json = 'org.apache.kafka.connect.json.JsonConverter'

function sourceOptions({ prefix, slot, publication }: ChangesNames) {
  return {
    'tasks.max': 1,
    'topic.prefix': prefix,
    'plugin.name': 'pgoutput',
    'slot.name': slot,
    'publication.name': publication,
    // Left to itself Debezium publishes all tables, credentials among them.
    'publication.autocreate.mode': 'disabled',
    'table.include.list': Object.keys(publishedTables).map((table) => `public.${table}`),
    'snapshot.mode': 'initial',
    'poll.interval.ms': 5,
    'provide.transaction.metadata': true,
    // A transaction that touches no published table has an END only by a message in it.
    'heartbeat.interval.ms': heartbeatMs,
    'heartbeat.action.query': `SELECT pg_logical_emit_message(true, 'heartbeat', now()::text)`,
    // With tombstones compaction forgets the delete, and a slow reader keeps the row.
    'tombstones.on.delete': false,
    'retriable.restart.connector.wait.ms': 1_000,
    'key.converter': json,
    'key.converter.schemas.enable': false,
    'value.converter': json,
    'value.converter.schemas.enable': false,
  } satisfies Partial<PostgresOptions> & Record<string, unknown>
}
