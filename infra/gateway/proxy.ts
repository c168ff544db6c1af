import { Agent, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { endToEnd, forwardedHeaders } from './headers.ts'

const kept = new Agent({ keepAlive: true, maxFreeSockets: 64 })
/**
 * For what must not be sent twice: an instance may close a kept connection at the moment in which it
 * is used again, and then nobody can tell whether the request arrived.
 */
const fresh = new Agent({ keepAlive: false })
const safeMethods = ['GET', 'HEAD', 'OPTIONS']
const answerLimitMs = 60_000

/** No instance answered, and none can be asked (again). */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/** An instance failed; `untouched` means that the request cannot have had any effect there. */
class InstanceFailed extends Error {
  readonly untouched: boolean
  constructor(cause: unknown, untouched: boolean) {
    super('an instance failed', { cause })
    this.untouched = untouched
  }
}

/**
 * The answer of the first instance that gives one; its body is still to be read. The next one is
 * asked when nothing was sent yet, or when sending it twice does no harm. Rejects with NoAnswer.
 */
export async function askInstances(
  request: IncomingMessage,
  instances: readonly URL[],
  trackId: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const harmless = hasNoBody(request) && safeMethods.includes(request.method ?? '')
  const tries = instances.map((instance) => ({ instance, agent: harmless ? kept : fresh }))
  if (harmless && instances[0]) tries.push({ instance: instances[0], agent: fresh })
  let cause: unknown
  for (const { instance, agent } of tries) {
    try {
      return await askOne(request, instance, agent, trackId, signal)
    } catch (error) {
      cause = (error as InstanceFailed).cause
      if (!(error as InstanceFailed).untouched && !harmless) break
    }
  }
  throw new NoAnswer('no instance answered', { cause })
}

function askOne(
  request: IncomingMessage,
  { hostname, port }: URL,
  agent: Agent,
  trackId: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let connected = false
    const asking = ask({
      agent,
      signal,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port || 80,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: forwardedHeaders(request, trackId),
      timeout: answerLimitMs,
    })
    // The body is let through only when there is somebody to take it: it can be read but once.
    const send = () => {
      connected = true
      if (hasNoBody(request)) asking.end()
      else request.pipe(asking)
    }
    asking.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', send)
      else send()
    })
    asking.once('timeout', () => asking.destroy(new Error(`silent for ${answerLimitMs} ms`)))
    asking.once('response', resolve)
    asking.on('error', (error) => {
      request.unpipe(asking)
      reject(new InstanceFailed(error, !connected))
    })
  })
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] === undefined && (length === undefined || length === '0')
}

/** Hands an instance's answer on; `changes` are headers that replace its own. */
export function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  changes: Record<string, string>,
): void {
  response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), ...changes })
  // An answer that breaks off must not look whole.
  answer.on('error', () => response.destroy())
  answer.pipe(response)
}
