import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createGateway } from './gateway.ts'

const running: Server[] = []

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listening(server: Server): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.push(server)
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const api = (answer: RequestListener) => listening(createServer(answer))

/** A port where nobody listens any more. */
async function closedPort(): Promise<URL> {
  const url = await api(() => undefined)
  const server = running.pop()
  await new Promise((resolve) => server?.close(resolve))
  return url
}

const gatewayTo = (write: URL[], read: URL[]) =>
  listening(createGateway({ write, read }, () => undefined))

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }))
  })
}

test('hands a request on as it is, and says where it came from', async () => {
  const gateway = await gatewayTo([await api(echo)], [await closedPort()])
  const answer = await fetch(new URL('/api/articles?a=%20b', gateway), {
    method: 'POST',
    body: 'text',
    headers: { 'X-Forwarded-For': '1.2.3.4', 'Proxy-Authorization': 'x', 'X-Own': 'kept' },
  })
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const seen = (await answer.json()) as { headers: Record<string, string> }
  expect(seen).toMatchObject({ method: 'POST', url: '/api/articles?a=%20b', body: 'text' })
  expect(seen.headers).toMatchObject({
    host: gateway.host,
    'x-own': 'kept',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-track-id': answer.headers.get('x-track-id'),
  })
  expect(seen.headers).not.toHaveProperty('proxy-authorization')
})

test('a body without a length arrives whole', async () => {
  const gateway = await gatewayTo([await api(echo)], [await closedPort()])
  const body = new Blob(['one', 'two']).stream()
  const answer = await fetch(new URL('/api/articles', gateway), {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit)
  expect(await answer.json()).toMatchObject({ body: 'onetwo' })
})

test('an instance that is gone is passed over, also by a write', async () => {
  const gateway = await gatewayTo([await closedPort(), await api(echo)], [await closedPort()])
  for (const body of ['1', '2', '3']) {
    const answer = await fetch(new URL('/api/articles', gateway), { method: 'POST', body })
    expect(await answer.json()).toMatchObject({ body })
  }
})

test('a write that broke off is not sent twice, a read is', async () => {
  let asked = 0
  const breaking = await api((request) => {
    asked += 1
    request.socket.destroy()
  })
  const gateway = await gatewayTo([breaking, breaking], [breaking, await api(echo)])
  const write = await fetch(new URL('/api/articles', gateway), { method: 'POST', body: '1' })
  expect([write.status, asked]).toEqual([502, 1])
  for (const _turn of [1, 2]) {
    expect((await fetch(new URL('/api/articles', gateway))).status).toBe(200)
  }
})

test('instances take turns', async () => {
  const named = (name: string) => api((_request, response) => response.end(name))
  const gateway = await gatewayTo([await closedPort()], [await named('a'), await named('b')])
  const answers: string[] = []
  while (answers.length < 4) {
    answers.push(await (await fetch(new URL('/api/articles', gateway))).text())
  }
  expect(answers).toEqual(['a', 'b', 'a', 'b'])
})

test('answers in the contract’s shape when nobody else does', async () => {
  const gone = await closedPort()
  const gateway = await gatewayTo([gone], [gone])
  const away = await fetch(new URL('/api/articles', gateway))
  expect([away.status, away.headers.get('retry-after')]).toEqual([502, '1'])
  expect(await away.json()).toEqual({
    errors: { server: ['is not reachable'] },
    code: 'upstream_unavailable',
    trackId: away.headers.get('x-track-id'),
  })
  const unknown = await fetch(new URL('/elsewhere', gateway), {
    headers: { 'X-Track-Id': 'track-of-a-test' },
  })
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({
    code: 'route_not_found',
    trackId: 'track-of-a-test',
  })
  expect((await fetch(new URL('/livez', gateway))).status).toBe(200)
  expect((await fetch(new URL('/readyz', gateway))).status).toBe(503)
})

test('the write side’s 405 names the reading methods of the same path too', async () => {
  const refusing = await api((_request, response) => {
    response.writeHead(405, { Allow: 'DELETE, PUT' }).end()
  })
  const gateway = await gatewayTo([refusing], [refusing])
  const allow = async (path: string) =>
    (await fetch(new URL(path, gateway), { method: 'PATCH' })).headers.get('allow')
  expect(await allow('/api/articles/a-slug')).toBe('DELETE, GET, HEAD, PUT')
  expect(await allow('/api/user')).toBe('DELETE, PUT')
})
