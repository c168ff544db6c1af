import { ConfigInvalid, ConnectError, type ConnectErrorKind } from './errors.ts'

const EXCERPT_LENGTH = 200
// What a get of a connector is answered with in 4.3, where other calls are answered 409.
const REBALANCE_EXPECTED = 'Request cannot be completed because a rebalance is expected'
const CONFIG_INVALID = /^Connector configuration is invalid and contains the following \d+ error/

/** The error for an answer whose status is not 2xx. `body` is its text. */
export function failureOf(call: string, status: number, body: string): ConnectError {
  const said = connectError(body)
  if (!said) return foreignFailure(call, status, body)
  const details = { call, status, errorCode: said.errorCode, connectMessage: said.message }
  if (status === 400 && CONFIG_INVALID.test(said.message)) {
    return new ConfigInvalid(details, configErrors(said.message))
  }
  const kind = kindOf(status, said.message)
  return new ConnectError(`${status} ${said.message}`, { ...details, kind })
}

/** A short, single-line piece of a body that isn't what was expected. */
export function excerpt(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim()
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line || '(empty)'
}

// Connect answers 409 both to a name that is taken and to a request amid a rebalance, with no code
// that tells them apart.
function kindOf(status: number, message: string): ConnectErrorKind {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 404) return 'not-found'
  if (status === 409) return message.endsWith(' already exists') ? 'already-exists' : 'rebalancing'
  if (status === 500 && message === REBALANCE_EXPECTED) return 'rebalancing'
  if (status === 500 && message.startsWith('Request timed out')) return 'timeout'
  return status >= 500 ? 'failed' : 'refused'
}

// A 404 or 409 of a proxy or of another server says nothing about a connector.
function foreignFailure(call: string, status: number, body: string): ConnectError {
  const kind = status === 401 || status === 403 ? 'unauthorized' : 'unexpected-answer'
  return new ConnectError(`${status}, not in Connect's form: ${excerpt(body)}`, {
    kind,
    call,
    status,
  })
}

function connectError(body: string): { errorCode: number; message: string } | undefined {
  try {
    const said: unknown = JSON.parse(body)
    if (typeof said !== 'object' || said === null) return undefined
    const { error_code: errorCode, message } = said as Record<string, unknown>
    // Connect sends null for an exception that has no message.
    return typeof errorCode === 'number' ? { errorCode, message: String(message) } : undefined
  } catch {
    return undefined
  }
}

function configErrors(message: string): string[] {
  const lines = message.split('\n').slice(1)
  return lines.filter((line) => line !== '' && !line.startsWith('You can also find the above list'))
}
