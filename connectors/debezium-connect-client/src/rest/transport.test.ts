import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { connectClient, type ConnectClientOptions } from '../client.ts'
import { ConnectError } from './errors.ts'
import type { Retry } from './transport.ts'

// Answers as Connect 4.3.1 gave them. Connect can't be made to rebalance three times in a row, to be
// silent or to answer in another's form.
const REBALANCING = {
  error_code: 409,
  message:
    'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
}
const TAKEN = { error_code: 409, message: 'Connector shop already exists' }
const SHOP = { name: 'shop', config: { name: 'shop' }, tasks: [], type: 'source' }

type Answer = { status: number; body?: unknown }
const quick = { limit: 3, baseMs: 1, maxMs: 2 }

/** Gives the answers in turn, the last one for ever. */
async function client(answers: Answer[], options: Partial<ConnectClientOptions> = {}) {
  const asked: string[] = []
  const retries: Retry[] = []
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const { status, body } = answers[Math.min(asked.length, answers.length) - 1] ?? { status: 500 }
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const onRetry = (retry: Retry) => void retries.push(retry)
  return { connect: connectClient({ url, retry: quick, onRetry, ...options }), asked, retries }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closedPort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function failure(call: Promise<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([call])
  if (outcome.status === 'fulfilled') expect.unreachable('the call succeeded')
  return outcome.reason
}

test('a create amid a rebalance is sent again until it is done', async () => {
  const busy = { status: 409, body: REBALANCING }
  const { connect, asked, retries } = await client([busy, busy, { status: 201, body: SHOP }])
  await expect(connect.connectors.create({ name: 'shop', config: {} })).resolves.toMatchObject({
    name: 'shop',
  })
  expect(asked).toEqual(Array(3).fill('POST /connectors'))
  expect(retries.map(({ attempt, error }) => [attempt, error.kind])).toEqual([
    [1, 'rebalancing'],
    [2, 'rebalancing'],
  ])
})

test('retries are bounded, and the last answer is told', async () => {
  const { connect, asked } = await client([{ status: 409, body: REBALANCING }])
  expect(await failure(connect.connectors.delete('shop'))).toMatchObject({
    kind: 'rebalancing',
    connectMessage: REBALANCING.message,
  })
  expect(asked).toHaveLength(1 + quick.limit)
})

test('a call can forbid retries', async () => {
  const { connect, asked } = await client([{ status: 409, body: REBALANCING }])
  await failure(connect.connectors.delete('shop', { retry: false }))
  expect(asked).toHaveLength(1)
})

test('a taken name is not sent again', async () => {
  const { connect, asked } = await client([{ status: 409, body: TAKEN }])
  const error = await failure(connect.connectors.create({ name: 'shop', config: {} }))
  expect(error).toMatchObject({ kind: 'already-exists' })
  expect(asked).toHaveLength(1)
})

test('an abort amid a pause ends the call with its reason', async () => {
  const abort = new AbortController()
  const { connect, asked } = await client([{ status: 409, body: REBALANCING }], {
    retry: { baseMs: 3_600_000, maxMs: 3_600_000 },
    onRetry: () => abort.abort(new Error('shutting down')),
  })
  const error = await failure(connect.connectors.list({ signal: abort.signal }))
  expect(error).toBe(abort.signal.reason)
  expect(asked).toHaveLength(1)
})

test('a signal that is aborted already sends nothing', async () => {
  const { connect, asked } = await client([{ status: 200, body: [] }])
  expect(await failure(connect.connectors.list({ signal: AbortSignal.abort('no') }))).toBe('no')
  expect(asked).toEqual([])
})

test('no answer in time is a timeout', async () => {
  const connect = connectClient({ url: await serve(() => {}), timeoutMs: 20 })
  expect(await failure(connect.connectors.list())).toMatchObject({
    kind: 'timeout',
    call: 'GET /connectors',
  })
})

test('a refused connection is retried when asked for, and only if idempotent', async () => {
  const retries: Retry[] = []
  const connect = connectClient({
    url: `http://user:secret@127.0.0.1:${await closedPort()}`,
    retry: quick,
    onRetry: (retry) => void retries.push(retry),
  })
  const error = await failure(connect.connectors.list())
  expect(error).toMatchObject({ kind: 'unreachable' })
  expect(error.message).toContain('ECONNREFUSED')
  expect(retries).toHaveLength(0)

  await failure(connect.connectors.list({ retryRefused: true }))
  expect(retries).toHaveLength(quick.limit)

  await failure(connect.connectors.restart('shop', { retryRefused: true }))
  expect(retries).toHaveLength(quick.limit)
})

test('a connection that breaks is unreachable and not retried', async () => {
  const url = await serve((request) => void request.socket.destroy())
  const onRetry = () => expect.unreachable()
  const error = await failure(connectClient({ url, onRetry, retryRefused: true }).cluster())
  expect(error).toMatchObject({ kind: 'unreachable' })
})

test('an answer that is not JSON, or not of the right shape, says so', async () => {
  const { connect } = await client([
    { status: 200, body: '<html>Welcome to nginx' },
    { status: 200, body: { config: { 'database.password': 'secret' } } },
  ])
  const html = await failure(connect.connectors.list())
  expect(html).toMatchObject({ kind: 'unexpected-answer', status: 200 })
  expect(html.message).toContain('not JSON: <html>Welcome to nginx')
  const shape = await failure(connect.connectors.get('shop'))
  expect(shape).toMatchObject({ kind: 'unexpected-answer' })
  expect(shape.message).toContain('connector.name is not a string')
  expect(shape.message).not.toContain('secret')
})

test('no error shows the credentials of the URL', async () => {
  const { connect } = await client([{ status: 500, body: 'Oops' }])
  const dead = connectClient({ url: `http://user:secret@127.0.0.1:${await closedPort()}` })
  for (const error of [await failure(connect.cluster()), await failure(dead.cluster())]) {
    expect(error).toBeInstanceOf(ConnectError)
    const shown = inspect(error, { depth: 9, showHidden: true }) + error.stack
    expect(shown).not.toMatch(/secret|Basic|user:/)
  }
})

test('names are encoded into the path, and the header carries the credentials', async () => {
  const seen: (string | undefined)[] = []
  const url = await serve((request, response) => {
    seen.push(request.url, request.headers.authorization)
    response.end(JSON.stringify({ ...SHOP, tasks: [] }))
  })
  await connectClient({ url }).connectors.get('a b/ü?')
  expect(seen).toEqual([
    '/connectors/a%20b%2F%C3%BC%3F',
    `Basic ${Buffer.from('user:secret').toString('base64')}`,
  ])
})
