import { ClickHouseError } from '@clickhouse/client'
import { orUnavailable } from './store-failures.ts'

/** Ours to answer for: syntax, unknown column, unknown function, type mismatch and bad arguments. */
const faults = new Set(['42', '43', '46', '47', '53', '62'])

/** Rejects with 503 unless ClickHouse answered; what it says of our query itself is our fault. */
export const askClickHouse = <T>(answer: Promise<T>) =>
  orUnavailable(answer, (error) => error instanceof ClickHouseError && faults.has(error.code))
