import { AnswerShape } from './answer.ts'
import { backoffMs, DEFAULT_RETRY, pause, type RetryPolicy } from './backoff.ts'
import { endpoint, type BasicAuth, type Endpoint } from './endpoint.ts'
import { ConnectError } from './errors.ts'
import { exchange, type Message } from './exchange.ts'
import { excerpt, failureOf } from './failure.ts'

/** What every call takes. */
export type CallOptions = {
  /** Ends the call, also amid a pause; it then rejects with the signal's reason. */
  signal?: AbortSignal
  /** Limit of one try, in milliseconds. Default 30,000. */
  timeoutMs?: number
  /** Overrides parts of `DEFAULT_RETRY`; false for no retries at all. */
  retry?: Partial<RetryPolicy> | false
  /** Also retry when the connection is refused. Calls that are not idempotent never do. */
  retryRefused?: boolean
}

export type Retry = {
  /** The try that failed, counted from 1. */
  attempt: number
  /** Milliseconds until the next. */
  pauseMs: number
  error: ConnectError
}

export type TransportOptions = Omit<CallOptions, 'signal'> & {
  /** Base URL of a worker; may carry `user:password@`. */
  url: string | URL
  /** Basic authentication, rather than in the URL. */
  auth?: BasicAuth
  /** Told before every pause, for logs and metrics. */
  onRetry?: (retry: Retry) => void
}

type Request<T> = Message & {
  /** Statuses besides 2xx that are an answer. */
  alsoAccept?: readonly number[]
  /** Reads the answer; `undefined` stands for an empty body. */
  read: (body: unknown, status: number) => T
}

export type Transport = { send<T>(request: Request<T>, options?: CallOptions): Promise<T> }

const DEFAULT_TIMEOUT_MS = 30_000

export function transport(options: TransportOptions): Transport {
  const to = endpoint(options.url, options.auth)
  return {
    async send(request, call = {}) {
      const policy = retryPolicy(options.retry, call.retry)
      const retryRefused = (call.retryRefused ?? options.retryRefused) === true
      const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(to, request, timeoutMs, call.signal)
        } catch (error) {
          if (attempt > policy.limit || !isTransient(error, request, retryRefused)) throw error
          const pauseMs = backoffMs(attempt, policy)
          options.onRetry?.({ attempt, pauseMs, error })
          await pause(pauseMs, call.signal)
        }
      }
    },
  }
}

function retryPolicy(...settings: (Partial<RetryPolicy> | false | undefined)[]): RetryPolicy {
  let policy = DEFAULT_RETRY
  for (const setting of settings) {
    policy = { ...policy, ...(setting === false ? { limit: 0 } : setting) }
  }
  return policy
}

// A refused connection carried no request, and Connect says that it rebalances before it does
// anything.
function isTransient(
  error: unknown,
  { method }: Message,
  retryRefused: boolean,
): error is ConnectError {
  if (!(error instanceof ConnectError)) return false
  if (error.kind === 'rebalancing') return true
  // Of Connect's calls those by POST, creates and restarts, are the ones not idempotent.
  const idempotent = method !== 'POST'
  return retryRefused && idempotent && error.kind === 'unreachable' && wasRefused(error.cause)
}

function wasRefused(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
}

async function once<T>(
  to: Endpoint,
  request: Request<T>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  signal?.throwIfAborted()
  const { status, body } = await exchange(to, request, timeoutMs, signal)
  const call = `${request.method} ${request.path}`
  const accepted = (status >= 200 && status < 300) || request.alsoAccept?.includes(status)
  if (!accepted) throw failureOf(call, status, body)
  return readAnswer(request, call, status, body)
}

function readAnswer<T>(request: Request<T>, call: string, status: number, body: string): T {
  try {
    return request.read(body === '' ? undefined : JSON.parse(body), status)
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof AnswerShape)) throw error
    // JSON of the wrong shape may be a configuration with its passwords: no excerpt of that.
    const what = error instanceof AnswerShape ? error.message : `not JSON: ${excerpt(body)}`
    const details = { kind: 'unexpected-answer', call, status } as const
    throw new ConnectError(`unexpected answer (${status}), ${what}`, details)
  }
}
