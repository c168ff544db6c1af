import { asFields, asList, asOptional, asString, type Fields } from './answer.ts'
import { path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

/**
 * One position of a connector. Both are of the connector's own shape; for Debezium Postgres the
 * partition is `{ server: <topic.prefix> }` and the offset holds `lsn`, `txId` and more.
 */
export type ConnectorOffset = {
  partition: Fields
  /** Null in an alteration forgets the position. */
  offset: Fields | null
}

export function offsetCalls({ send }: Transport) {
  return {
    /** Committed positions: a running connector commits every so often, not at once. */
    read: (connector: string, options?: CallOptions): Promise<readonly ConnectorOffset[]> =>
      send(
        {
          method: 'GET',
          path: path('connectors', connector, 'offsets'),
          idempotent: true,
          read: (body) => asList(asFields(body, 'answer')['offsets'], 'offsets', asOffset),
        },
        options,
      ),

    /**
     * Sets the positions of the given partitions, others stay. The connector must be stopped, or it
     * is `refused`. Answers with Connect's message, which says whether the plugin confirmed it.
     */
    alter: (
      connector: string,
      offsets: readonly ConnectorOffset[],
      options?: CallOptions,
    ): Promise<string> =>
      send(
        {
          method: 'PATCH',
          path: path('connectors', connector, 'offsets'),
          body: { offsets },
          idempotent: true,
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
          idempotent: true,
          read: asMessage,
        },
        options,
      ),
  }
}

function asOffset(value: unknown, at: string): ConnectorOffset {
  const { partition, offset } = asFields(value, at)
  return {
    partition: asFields(partition, `${at}.partition`),
    offset: asOptional(offset, `${at}.offset`, asFields) ?? null,
  }
}

function asMessage(body: unknown): string {
  return asString(asFields(body, 'answer')['message'], 'message')
}
