/**
 * What went wrong, for `switch`:
 * - `not-found`: Connect answered 404 (no such connector, task, plugin, logger, or no status yet)
 * - `rebalancing`: workers rebalance, and the retries were used up
 * - `already-exists`: 409, a connector of this name exists
 * - `invalid-config`: the connector configuration was refused (always a `ConfigInvalid`)
 * - `unauthorized`: 401 or 403
 * - `refused`: any other 4xx, for instance altering offsets of a connector that isn't stopped
 * - `failed`: Connect answered 5xx
 * - `timeout`: no answer in time, from Connect or inside Connect; the call may have taken effect
 * - `unreachable`: no connection, or it broke before the answer was complete
 * - `unexpected-answer`: not JSON, not Connect's shape, or not Connect at all
 */
export type ConnectErrorKind =
  | 'not-found'
  | 'rebalancing'
  | 'already-exists'
  | 'invalid-config'
  | 'unauthorized'
  | 'refused'
  | 'failed'
  | 'timeout'
  | 'unreachable'
  | 'unexpected-answer'

export type ConnectErrorDetails = {
  kind: ConnectErrorKind
  /** Method and path without host or query, like `PUT /connectors/shop/config`. */
  call: string
  /** HTTP status, when there was an answer. */
  status?: number
  /** Connect's own `error_code`, when it sent one. */
  errorCode?: number
  /** Connect's own message, unchanged. */
  connectMessage?: string
  cause?: unknown
}

/** Every failure of a call but an abort by the caller's signal, which throws the signal's reason. */
export class ConnectError extends Error {
  override readonly name: string = 'ConnectError'
  readonly kind: ConnectErrorKind
  readonly call: string
  readonly status: number | undefined
  readonly errorCode: number | undefined
  readonly connectMessage: string | undefined

  constructor(what: string, details: ConnectErrorDetails) {
    super(`${details.call}: ${what}`, 'cause' in details ? { cause: details.cause } : undefined)
    this.kind = details.kind
    this.call = details.call
    this.status = details.status
    this.errorCode = details.errorCode
    this.connectMessage = details.connectMessage
  }
}

/** A refused connector configuration. */
export class ConfigInvalid extends ConnectError {
  override readonly name: string = 'ConfigInvalid'
  /** Every error message, in Connect's order. */
  readonly errors: readonly string[]
  /** Messages by option name. Empty when a create or update was refused: only `validate` tells. */
  readonly fields: Readonly<Record<string, readonly string[]>>

  constructor(
    details: Omit<ConnectErrorDetails, 'kind'>,
    errors: readonly string[],
    fields: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(`invalid configuration: ${errors.join('; ')}`, { ...details, kind: 'invalid-config' })
    this.errors = errors
    this.fields = fields
  }
}

/** True for a `ConnectError`, of one of the kinds if any are named. */
export function isConnectError(
  error: unknown,
  ...kinds: ConnectErrorKind[]
): error is ConnectError {
  return error instanceof ConnectError && (kinds.length === 0 || kinds.includes(error.kind))
}
