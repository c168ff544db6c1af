import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { expectStatus } from '../author.ts'
import { send } from '../http-client.ts'
import type { WholeStack } from '../running-stack.ts'
import { startOwnProcess, type OwnProcess } from './own-process.ts'

/** A search as read-api sends it to Elasticsearch, and how many requests it made in all. */
export type RecordedSearch = { body: object; requests: number }

const readApi = join(import.meta.dirname, '../../read-api/src/main.ts')
/** Of the requests of a search, the one that counts the facets is the search itself. */
const isSearch = (body: string) => body.includes('"aggs":{"tags"')

/** Asks a read API of its own, which reaches Elasticsearch through a recorder. */
export async function recordSearches(
  stack: WholeStack,
  queries: readonly string[],
): Promise<RecordedSearch[]> {
  const sent: string[] = []
  const recorder = createServer(async (request, response) => {
    const body = await text(request)
    sent.push(body)
    const { method = 'GET', url = '/', headers } = request
    const type = headers['content-type']
    const answer = await fetch(stack.elasticsearch + url, {
      method,
      headers: { ...(type && { 'Content-Type': type }), Accept: headers.accept ?? '*/*' },
      body: method === 'GET' || method === 'HEAD' ? null : body,
    })
    const kept = ['content-type', 'x-elastic-product']
    for (const name of kept) response.setHeader(name, answer.headers.get(name) ?? '')
    response.writeHead(answer.status).end(await answer.text())
  })
  await once(recorder.listen(0, '127.0.0.1'), 'listening')
  const { port } = recorder.address() as AddressInfo
  const spool = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  const own = await startReadApi({ ...stack, elasticsearch: `http://127.0.0.1:${port}` }, spool)
  try {
    const recorded: RecordedSearch[] = []
    for (const query of queries) {
      sent.length = 0
      expectStatus(await send(`${own.url}/api/search?${query}`), 200)
      const { pit: _pit, ...body } = JSON.parse(sent.find(isSearch) ?? '{}')
      recorded.push({ body, requests: sent.length })
    }
    return recorded
  } finally {
    await own.stop()
    recorder.close()
    rmSync(spool, { recursive: true, force: true })
  }
}

async function startReadApi(stack: WholeStack, spool: string): Promise<OwnProcess> {
  const env = {
    SERVICE_NAME: 'bench',
    PORT: '0',
    REDIS_URL: stack.redis,
    ELASTICSEARCH_URL: stack.elasticsearch,
    CLICKHOUSE_URL: stack.clickhouse,
    KAFKA_BROKERS: stack.kafka,
    SPOOL_DIR: spool,
    TOKEN_KEY: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'info',
  }
  const own = await startOwnProcess(readApi, env, '', (line) => {
    const { msg, port } = JSON.parse(line) as { msg: string; port?: number }
    return msg === 'the read API listens' && port !== undefined ? port : null
  })
  while ((await fetch(`${own.url}/readyz`)).status !== 200) await pause(100)
  return own
}
