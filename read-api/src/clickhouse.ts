import { ClickHouseError, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client'
import { orUnavailable, storeTimeoutMs } from './store-failures.ts'

/** A query with the values of its `{name:Type}` placeholders. */
export type Query = { sql: string; params: Record<string, unknown> }

/** What one question may cost; whoever asks too much is told that the store is not available. */
const settings: ClickHouseSettings = {
  // It ends before its asker gives up on it, or with them.
  max_execution_time: storeTimeoutMs / 1_000 - 1,
  cancel_http_readonly_queries_on_client_close: 1,
  max_memory_usage: String(1024 ** 3),
  readonly: '2',
  // Some 400,000 ids of what is hidden; 256 KiB if it is not said.
  max_query_size: String(16 * 1024 ** 2),
}

/** Ours to answer for: syntax, unknown column, unknown function, type mismatch and bad arguments. */
const faults = new Set(['42', '43', '46', '47', '53', '62'])

/** Rejects with 503 unless ClickHouse answered in time; what it says of our query itself is our fault. */
export async function rowsOf<T>(client: ClickHouseClient, { sql, params }: Query): Promise<T[]> {
  const asked = client.query({
    query: sql,
    query_params: params,
    format: 'JSONEachRow',
    clickhouse_settings: settings,
  })
  return orUnavailable(
    asked.then((answer) => answer.json<T>()),
    (error) => error instanceof ClickHouseError && faults.has(error.code),
  )
}
