import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { randomUUID } from 'node:crypto'

/** They are about one connection, and so is whatever `Connection` names. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]
const trackIdPattern = /^[\w-]{8,64}$/

/** The caller's track id when it is a sane one, else a new one. */
export function trackIdOf(request: IncomingMessage): string {
  const given = String(request.headers['x-track-id'] ?? '')
  return trackIdPattern.test(given) ? given : randomUUID()
}

/**
 * A request's headers as the API gets them. The addresses that a client claims to come from are
 * dropped: the peer of this gateway is all that is known of it. `Host` stays the client's.
 */
export function forwardedHeaders(request: IncomingMessage, trackId: string): OutgoingHttpHeaders {
  const headers = endToEnd(request.headers)
  delete headers['forwarded']
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? 'unknown'
  headers['x-forwarded-proto'] = 'http'
  headers['x-track-id'] = trackId
  // Without a length the body's end is marked in the body itself.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  return headers
}

/** Headers that go on to the next hop. */
export function endToEnd(given: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (given.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || hopByHop.includes(name) || named.includes(name)) continue
    headers[name] = value
  }
  return headers
}
