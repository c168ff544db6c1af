import { asFields, asList, asOptional, asString, type Fields } from './answer.ts'
import { path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

/**
 * One position of a connector. Both are of the connector's own shape; for Debezium Postgres the
 * partition is `{ server: <topic.prefix> }` and the offset holds `lsn`, `txId` and more.
 */
export type ConnectorOffset = {
  partition: Fields
  offset: Fields
}

/** Null forgets the position. */
export type OffsetAlteration = { partition: Fields; offset: Fields | null }

export function offsetCalls({ send }: Transport) {
  return {
    /**
     * Committed positions: a running connector commits every so often, not at once. Connect may
     * leave out, for a moment, a partition that had no position before.
     */
    read: (connector: string, options?: CallOptions): Promise<readonly ConnectorOffset[]> =>
      send(
        {
          method: 'GET',
          path: path('connectors', connector, 'offsets'),
          read: asOffsets,
        },
        options,
      ),

    /**
     * Sets the positions of the given partitions, others stay. The connector must be stopped, or it
     * is `refused`. Answers with Connect's message, which says whether the plugin confirmed it.
     */
    alter: (
      connector: string,
      offsets: readonly OffsetAlteration[],
      options?: CallOptions,
    ): Promise<string> =>
      send(
        {
          method: 'PATCH',
          path: path('connectors', connector, 'offsets'),
          body: { offsets },
          read: asMessage,
        },
        options,
      ),

    /** Forgets all positions. The connector must be stopped, or it is `refused`. */
    reset: (connector: string, options?: CallOptions): Promise<string> =>
      send(
        {
          method: 'DELETE',
          path: path('connectors', connector, 'offsets'),
          read: asMessage,
        },
        options,
      ),
  }
}

// Right after a reset Connect may still name a partition, with null for its position.
function asOffsets(body: unknown): readonly ConnectorOffset[] {
  const offsets = asList(asFields(body, 'answer')['offsets'], 'offsets', asOffset)
  return offsets.filter((read): read is ConnectorOffset => read.offset !== null)
}

function asOffset(value: unknown, at: string): OffsetAlteration {
  const { partition, offset } = asFields(value, at)
  return {
    partition: asFields(partition, `${at}.partition`),
    offset: asOptional(offset, `${at}.offset`, asFields) ?? null,
  }
}

function asMessage(body: unknown): string {
  return asString(asFields(body, 'answer')['message'], 'message')
}
