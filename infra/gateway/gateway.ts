import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AnswerCounts } from './counts.ts'
import { trackIdOf } from './headers.ts'
import { askInstances, NoAnswer, passOn } from './proxy.ts'
import { targetOf, type Target } from './routes.ts'
import { notReady, takeTurns, type Upstreams } from './upstreams.ts'

/** Tells of what went wrong with one request. */
export type Warn = (message: string, about: Record<string, unknown>) => void

/** One origin for both APIs. Bodies are streamed; what it answers itself has the contract's shape. */
export function createGateway(upstreams: Upstreams, warn: Warn): Server {
  const instancesOf = takeTurns(upstreams)
  const counts = new AnswerCounts()

  const forward = async (
    request: IncomingMessage,
    response: ServerResponse,
    at: { target: Target; path: string; trackId: string },
  ) => {
    const leaving = new AbortController()
    response.once('close', () => leaving.abort())
    const instances = instancesOf(at.target)
    const answer = await askInstances(request, instances, at.trackId, leaving.signal)
    passOn(answer, response, {
      'x-track-id': at.trackId,
      ...allowOf(answer, at.target, at.path),
    })
  }

  return createServer((request, response) => {
    const path = pathOf(request)
    const answersItself = ownAnswers(upstreams, counts)[path]
    if (answersItself) return void answersItself(response)
    const trackId = trackIdOf(request)
    const target = targetOf(request.method ?? '', path)
    response.once('finish', () => counts.add(target ?? 'none', response.statusCode))
    if (target === null) return refuse(response, trackId, notFound)
    forward(request, response, { target, path, trackId }).catch((error: unknown) => {
      const cause = error instanceof NoAnswer ? error.cause : error
      if (response.destroyed) return
      warn('no answer from upstream', { trackId, target, error: String(cause) })
      if (response.headersSent) response.destroy()
      else refuse(response, trackId, unreachable)
    })
  })
}

/** The request's path; some clients send a whole URL. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
}

type Refusal = {
  status: number
  code: string
  errors: Record<string, string[]>
  headers?: Record<string, string>
}
const notFound: Refusal = {
  status: 404,
  code: 'route_not_found',
  errors: { route: ['not found'] },
}
const unreachable: Refusal = {
  status: 502,
  code: 'upstream_unavailable',
  errors: { server: ['is not reachable'] },
  headers: { 'Retry-After': '1' },
}

function refuse(response: ServerResponse, trackId: string, refusal: Refusal): void {
  const { status, code, errors, headers } = refusal
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Track-Id': trackId,
    // It tells nothing that a script of another origin must not read.
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  })
  response.end(JSON.stringify({ errors, code, trackId }))
}

/** The write side knows nothing of what the read side allows on the same path. */
function allowOf(answer: IncomingMessage, target: Target, path: string): Record<string, string> {
  const allow = answer.headers.allow
  const alsoRead = target === 'write' && targetOf('GET', path) === 'read'
  if (answer.statusCode !== 405 || allow === undefined || !alsoRead) return {}
  const methods = new Set([...allow.split(',').map((method) => method.trim()), 'GET', 'HEAD'])
  return { allow: [...methods].toSorted().join(', ') }
}

type OwnAnswer = (response: ServerResponse) => Promise<void> | void

function ownAnswers(upstreams: Upstreams, counts: AnswerCounts): Record<string, OwnAnswer> {
  const json = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(body))
  }
  return {
    '/livez': (response) => json(response, 200, { status: 'live' }),
    '/readyz': async (response) => {
      const missing = await notReady(upstreams)
      if (missing.length === 0) json(response, 200, { status: 'ready' })
      else json(response, 503, { status: 'not ready', missing })
    },
    '/metrics': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
      response.end(counts.text())
    },
  }
}
