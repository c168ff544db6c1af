import type { DatabaseError } from 'pg'

const connectionErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
/** What pg says, without a code, when a connection ends, is not to be had, or does not answer. */
const connectionMessages =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|connection error/i

/** Classes 08 connection, 53 resources, 57 operator; a statement or lock timeout; read-only. */
const unavailableStates = /^(?:08|53|57)|^(?:55P03|25006|25P03)$/
const contentionStates = new Set(['40001', '40P01'])

function* chain(error: unknown): Generator<Error> {
  for (let at = error; at instanceof Error; at = at.cause) {
    yield at
    if (at instanceof AggregateError) for (const inner of at.errors) yield* chain(inner)
  }
}

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

/** Postgres is away, stopping, full or not answering: another try later may succeed. */
export function isUnavailable(error: unknown): boolean {
  return chain(error).some(
    (each) =>
      connectionErrors.has(codeOf(each)) ||
      unavailableStates.test(codeOf(each)) ||
      connectionMessages.test(each.message),
  )
}

/** Two commands were in each other's way; the same command again can succeed at once. */
export function isContention(error: unknown): boolean {
  return chain(error).some((each) => contentionStates.has(codeOf(each)))
}

/** The unique index or constraint that a statement broke, or undefined. */
export function brokenUniqueness(error: unknown): string | undefined {
  for (const each of chain(error)) {
    if (codeOf(each) === '23505') return (each as DatabaseError).constraint
  }
  return undefined
}
