import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type RequestListener,
} from 'node:http'
import { once } from 'node:events'
import { createServer as createListener, type AddressInfo } from 'node:net'

/** Addresses for instances of one port; none of them is that of a real interface. */
export const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'] as const
/** Nobody ever listens there. */
export const goneAddress = '127.0.0.9'

export type Instance = { connections: () => number; stop: () => Promise<void> }
export type Seen = { method: string; url: string; headers: Record<string, string>; body: string }

/** A port that is free on all of them. */
export async function freePort(): Promise<number> {
  const listener = createListener().listen(0, '0.0.0.0')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}

export async function startInstance(
  address: string,
  port: number,
  answer: RequestListener,
): Promise<Instance> {
  const server = createServer(answer)
  let connections = 0
  server.on('connection', () => (connections += 1))
  server.listen(port, address)
  await once(server, 'listening')
  return {
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Says what it was asked, and who it is. */
export function echo(name: string): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      const body = Buffer.concat(chunks).toString()
      response.setHeader('X-Instance', name)
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.end(JSON.stringify({ method, url, headers, body }))
    })
  }
}

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }
export type Question = {
  method?: string
  path: string
  headers?: Record<string, string | string[]>
  body?: string
}

/** Asks with the path exactly as it is given, which `fetch` would put in order. */
export function askRaw(base: URL, { method = 'GET', path, headers = {}, body }: Question) {
  return new Promise<Answer>((resolve, reject) => {
    const asking = ask({
      host: base.hostname,
      port: base.port,
      agent: false,
      method,
      path,
      headers,
    })
    asking.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
