import { afterEach, describe, expect, test } from 'vitest'
import { startEmbedded, startNginx } from './gateways.fixture.ts'
import {
  addresses,
  askRaw,
  echo,
  freePort,
  goneAddress,
  startInstance,
  type Answer,
  type Instance,
  type Seen,
} from './instances.fixture.ts'

const [w1, w2, r1, r2] = addresses
const running: { stop: () => Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

const kept = async <T extends { stop: () => Promise<void> }>(starting: Promise<T>) => {
  const one = await starting
  running.push(one)
  return one
}
const startAt = (address: string, port: number, answer = echo(address)): Promise<Instance> =>
  kept(startInstance(address, port, answer))
const starters = { embedded: startEmbedded, nginx: startNginx }
const seenBy = (answer: Answer) => JSON.parse(answer.text) as Seen

const trackId = 'track-of-a-test'

describe.each(Object.entries(starters))('%s', (name, start) => {
  const gatewayTo = async (port: number, write: string[], read: string[]) =>
    (await kept(start({ port, write, read }))).base

  test('hands headers on, but none about a connection and none that claims an address', async () => {
    const port = await freePort()
    await startAt(w1, port)
    const gateway = await gatewayTo(port, [w1], [goneAddress])
    const answer = await askRaw(gateway, {
      method: 'POST',
      path: '/api/articles',
      body: 'text',
      headers: {
        'X-Forwarded-For': '1.2.3.4',
        Forwarded: 'for=1.2.3.4',
        'Proxy-Authorization': 'x',
        TE: 'trailers',
        Upgrade: 'x',
        'X-Own': 'kept',
        Host: 'site.example:81',
      },
    })
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    const { headers, body } = seenBy(answer)
    expect(body).toBe('text')
    expect(headers).toMatchObject({
      host: 'site.example:81',
      'x-own': 'kept',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-track-id': answer.headers['x-track-id'],
    })
    for (const gone of ['forwarded', 'proxy-authorization', 'te', 'upgrade']) {
      expect(headers).not.toHaveProperty(gone)
    }
  })

  test('a track id is made where none is given, or one that is not sane', async () => {
    const port = await freePort()
    await startAt(r1, port)
    const gateway = await gatewayTo(port, [goneAddress], [r1])
    for (const given of ['short', 'with space', 'x'.repeat(65), '']) {
      const answer = await askRaw(gateway, { path: '/api', headers: { 'X-Track-Id': given } })
      expect(answer.headers['x-track-id']).toMatch(/^[\w-]{32,36}$/)
      expect(seenBy(answer).headers['x-track-id']).toBe(answer.headers['x-track-id'])
    }
    const unknown = await askRaw(gateway, { path: '/nowhere' })
    expect(unknown.text).toContain(`"trackId":"${String(unknown.headers['x-track-id'])}"`)
  })

  test('bodies arrive whole, without a length and beyond what an API takes', async () => {
    const port = await freePort()
    await startAt(w1, port)
    const gateway = await gatewayTo(port, [w1], [goneAddress])
    const long = 'x'.repeat(3 * 1024 * 1024)
    for (const headers of [{}, { 'Transfer-Encoding': 'chunked' }]) {
      const question = { method: 'PUT', path: '/api/user', body: long, headers }
      expect(seenBy(await askRaw(gateway, question)).body).toHaveLength(long.length)
    }
  })

  test('an instance that is gone is passed over, whatever the method', async () => {
    const port = await freePort()
    await startAt(w1, port)
    await startAt(r1, port)
    const gateway = await gatewayTo(port, [goneAddress, w1], [goneAddress, r1])
    for (const method of ['POST', 'PUT', 'DELETE', 'GET', 'POST', 'PUT', 'DELETE', 'GET']) {
      const body = method === 'GET' || method === 'DELETE' ? '' : 'text'
      const answer = await askRaw(gateway, { method, path: '/api/articles', body })
      expect([answer.status, seenBy(answer).body]).toEqual([200, body])
    }
  })

  test('what broke off and may have had an effect is not sent again, a read is', async () => {
    const port = await freePort()
    const asked: string[] = []
    let readsToBreak = 0
    await startAt(w1, port, (request) => {
      asked.push(request.method ?? '')
      request.socket.destroy()
    })
    await startAt(r1, port, (request, response) => {
      if (readsToBreak-- > 0) request.socket.destroy()
      else echo('read')(request, response)
    })
    const gateway = await gatewayTo(port, [w1, w1], [r1, r1])
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await askRaw(gateway, { method, path: '/api/articles/a' })
      expect([answer.status, answer.headers['retry-after']]).toEqual([502, '1'])
    }
    expect(asked).toEqual(['POST', 'PUT', 'DELETE'])
    for (const method of ['GET', 'OPTIONS']) {
      readsToBreak = 1
      expect((await askRaw(gateway, { method, path: '/api/articles' })).status).toBe(200)
    }
    readsToBreak = 1
    const headers = { 'Content-Length': '1' }
    const withBody = { method: 'GET', path: '/api/articles', body: 'x', headers }
    expect((await askRaw(gateway, withBody)).status).toBe(502)
  })

  test('says in the contract’s words that nobody is there', async () => {
    const gateway = await gatewayTo(await freePort(), [goneAddress], [goneAddress])
    for (const method of ['GET', 'POST']) {
      const headers = { 'X-Track-Id': trackId }
      const answer = await askRaw(gateway, { method, path: '/api/articles', headers })
      expect([answer.status, JSON.parse(answer.text)]).toEqual([
        502,
        { errors: { server: ['is not reachable'] }, code: 'upstream_unavailable', trackId },
      ])
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'x-track-id': trackId,
        'access-control-allow-origin': '*',
        'retry-after': '1',
      })
    }
    expect((await askRaw(gateway, { path: '/livez' })).status).toBe(200)
    expect((await askRaw(gateway, { path: '/readyz' })).status).toBe(503)
  })

  test('is ready when both sides are, and shows what they say of nothing else', async () => {
    const port = await freePort()
    let writeReady = true
    await startAt(w1, port, (request, response) => {
      response.statusCode = writeReady && request.url === '/readyz' ? 200 : 503
      response.end(JSON.stringify({ status: 'ready' }))
    })
    await startAt(r1, port, (_request, response) =>
      response.end(JSON.stringify({ status: 'ready' })),
    )
    const gateway = await gatewayTo(port, [w1], [r1])
    const ready = async () => {
      const { status, text } = await askRaw(gateway, { path: '/readyz' })
      return [status, (JSON.parse(text) as { status: string }).status]
    }
    expect(await ready()).toEqual([200, 'ready'])
    writeReady = false
    expect(await ready()).toEqual([503, 'not ready'])
  })

  test('the write side’s 405 names the reading methods of the same path too', async () => {
    const port = await freePort()
    let allowed = ''
    await startAt(
      w1,
      port,
      (_request, response) => void response.writeHead(405, { Allow: allowed }).end(),
    )
    const gateway = await gatewayTo(port, [w1], [goneAddress])
    const allow = async (path: string, said: string) => {
      allowed = said
      return (await askRaw(gateway, { method: 'PATCH', path })).headers.allow
    }
    const shared = '/api/articles/a'
    expect(await allow(shared, 'DELETE')).toBe('DELETE, GET, HEAD')
    expect(await allow(shared, 'DELETE, PUT')).toBe('DELETE, GET, HEAD, PUT')
    expect(await allow(shared, 'POST, PUT')).toBe('GET, HEAD, POST, PUT')
    expect(await allow('/api/user', 'DELETE, PUT')).toBe('DELETE, PUT')
  })

  test('an API’s own errors are handed on as they are', async () => {
    const port = await freePort()
    await startAt(r1, port, (request, response) => {
      response.writeHead(Number(request.url?.slice(-3)), { 'X-Own': 'kept' }).end('its own words')
    })
    const gateway = await gatewayTo(port, [goneAddress], [r1])
    for (const status of [400, 404, 405, 500, 502, 503, 504]) {
      const answer = await askRaw(gateway, { path: `/api/${status}` })
      expect([answer.status, answer.text]).toEqual([status, 'its own words'])
      expect(answer.headers['x-own']).toBe('kept')
    }
  })

  test('when it is told to quit, what is under way still ends', async () => {
    const port = await freePort()
    const under = Promise.withResolvers<() => void>()
    await startAt(w1, port, (_request, response) => under.resolve(() => response.end('done')))
    const gateway = await kept(start({ port, write: [w1], read: [goneAddress] }))
    const answer = askRaw(gateway.base, { method: 'POST', path: '/api/articles' })
    const finish = await under.promise
    const quit = gateway.quit()
    finish()
    expect((await answer).text).toBe('done')
    await quit
  })

  test('connections for reading are kept, those for writing are not', async () => {
    const port = await freePort()
    const [write, read] = [await startAt(w1, port), await startAt(r1, port)]
    const gateway = await gatewayTo(port, [w1], [r1])
    for (const method of [...Array<string>(10).fill('GET'), ...Array<string>(10).fill('POST')]) {
      expect((await askRaw(gateway, { method, path: '/api/articles' })).status).toBe(200)
    }
    expect(write.connections()).toBe(10)
    expect(read.connections()).toBeLessThanOrEqual(name === 'nginx' ? 2 : 1)
  })
})

test('nginx finds instances that came back with another address', async () => {
  const port = await freePort()
  await startAt(w1, port)
  await startAt(r1, port)
  const gateway = await kept(startNginx({ port, write: [w1], read: [r1] }))
  const answering = async (method: string) => {
    const { headers } = await askRaw(gateway.base, { method, path: '/api/articles' })
    return headers['x-instance']
  }
  expect([await answering('POST'), await answering('GET')]).toEqual([w1, r1])
  await Promise.all(running.splice(0, 2).map((one) => one.stop()))
  await startAt(w2, port)
  await startAt(r2, port)
  gateway.move({ port, write: [w2], read: [r2] })
  await expect.poll(() => answering('POST'), { timeout: 10_000 }).toBe(w2)
  await expect.poll(() => answering('GET'), { timeout: 10_000 }).toBe(r2)
})

test('nginx believes the proxies that it is told to believe, and nobody before them', async () => {
  const port = await freePort()
  await startAt(w1, port)
  const gateway = await kept(
    startNginx({ port, write: [w1], read: [goneAddress] }, '127.0.0.0/8, 10.0.0.0/8'),
  )
  const headers = { 'X-Forwarded-For': '6.6.6.6, 198.51.100.7, 10.1.2.3' }
  const answer = await askRaw(gateway.base, { path: '/api/user', headers })
  expect(seenBy(answer).headers['x-forwarded-for']).toBe('198.51.100.7')
})

test('nginx asks all instances of a name', async () => {
  const port = await freePort()
  for (const address of [w1, w2]) await startAt(address, port)
  const gateway = await kept(startNginx({ port, write: [w1, w2], read: [goneAddress] }))
  const seen = new Set<unknown>()
  const ask = async () => {
    const answer = await askRaw(gateway.base, { method: 'POST', path: '/api/articles' })
    return seen.add(answer.headers['x-instance']).size
  }
  await expect.poll(ask, { timeout: 10_000 }).toBe(2)
})

test('nginx writes a line of JSON for each request, without its query', async () => {
  const gateway = await kept(
    startNginx({ port: await freePort(), write: [goneAddress], read: [goneAddress] }),
  )
  const headers = { 'X-Track-Id': trackId }
  await askRaw(gateway.base, { path: '/api/articles?token=secret"', headers })
  const line = () =>
    gateway
      .log()
      .split('\n')
      .find((line) => line.startsWith('{'))
  await expect.poll(line).toBeTruthy()
  expect(JSON.parse(line()!)).toMatchObject({ trackId, path: '/api/articles', status: 502 })
  expect(line()).not.toContain('secret')
})
