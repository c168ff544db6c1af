import type { Endpoint } from './endpoint.ts'
import { ConnectError } from './errors.ts'

export type Message = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  body?: unknown
}

/** One request and its answer, whatever its status; a `ConnectError` when there is none. */
export async function exchange(
  to: Endpoint,
  request: Message,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ status: number; body: string }> {
  const call = `${request.method} ${request.path}`
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(to.base + request.path + queryString(request.query), {
      method: request.method,
      headers: headers(to, request.body !== undefined),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    return { status: answer.status, body: await answer.text() }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (timeout.aborted)
      throw new ConnectError(`no answer in ${timeoutMs} ms`, { kind: 'timeout', call })
    throw unreachable(to, call, error)
  }
}

// fetch says only "fetch failed"; what happened is in its cause.
function unreachable(to: Endpoint, call: string, error: unknown): ConnectError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const why =
    cause instanceof Error ? cause.message || String(Reflect.get(cause, 'code')) : 'no connection'
  return new ConnectError(`can't reach ${to.base}: ${why}`, { kind: 'unreachable', call, cause })
}

function headers(to: Endpoint, hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    ...(hasBody && { 'content-type': 'application/json' }),
    ...(to.authorization !== undefined && { authorization: to.authorization }),
  }
}

function queryString(query: Message['query']): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue
    for (const item of [value].flat()) params.append(name, String(item))
  }
  return params.size > 0 ? `?${params}` : ''
}
