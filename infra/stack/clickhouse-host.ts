import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { drainPending, type ChdbResult } from 'chdb'
import { gzipSync } from 'node:zlib'
import { fillParameters } from './clickhouse-parameters.ts'
import { readRequest, type ClickhouseRequest } from './clickhouse-request.ts'
import { ClickhouseSessions } from './clickhouse-sessions.ts'

// ClickHouse's HTTP interface over the engine in this process, so that the official client works
// unchanged: one process may own a data folder, and this is it.

const { FOLDER: folder, PORT: port, HOST: host = '127.0.0.1' } = process.env
if (!folder || !port) throw new Error('FOLDER and PORT are needed')
mkdirSync(folder, { recursive: true })
const sessions = new ClickhouseSessions(folder)
// The engine replays its data before the first answer, and not after the port is open.
await sessions.use(undefined, new Map(), (session) => session.queryAsync('SELECT 1'))

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => refuse(response, error))
})
server.requestTimeout = 0
// Clients keep connections for a while and would meet a closed one.
server.keepAliveTimeout = 60_000
server.listen(Number(port), host)

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  server.close(() => void end())
  server.closeIdleConnections()
}

async function end(): Promise<void> {
  await sessions.close()
  await drainPending()
  process.exit(0)
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://host').pathname
  if (path === '/ping' || path === '/livez') {
    response.end('Ok.\n')
    return
  }
  if (path !== '/') {
    response.writeHead(404).end(`There is no handle ${path}\n`)
    return
  }
  const asked = await readRequest(request)
  const result = asked.emptyInsert ? undefined : await run(asked)
  send(response, asked, result)
}

function run({
  sql,
  parameters,
  database,
  settings,
  format,
}: ClickhouseRequest): Promise<ChdbResult> {
  const filled = fillParameters(sql, parameters)
  return sessions.use(database, settings, (session) => session.queryAsync(filled, { format }))
}

function send(
  response: ServerResponse,
  asked: ClickhouseRequest,
  result: ChdbResult | undefined,
): void {
  const bytes = Buffer.from(result?.bytes() ?? [])
  const summary = {
    read_rows: String(result?.rowsRead ?? 0),
    read_bytes: String(result?.bytesRead ?? 0),
    written_rows: '0',
    written_bytes: '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: String(bytes.length),
    elapsed_ns: String(Math.round((result?.elapsed ?? 0) * 1e9)),
  }
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary))
  response.setHeader('X-ClickHouse-Server-Display-Name', 'chdb')
  response.setHeader('X-ClickHouse-Timezone', 'UTC')
  if (asked.queryId) response.setHeader('X-ClickHouse-Query-Id', asked.queryId)
  if (asked.compress) response.setHeader('Content-Encoding', 'gzip')
  response.end(asked.compress ? gzipSync(bytes, { level: 1 }) : bytes)
}

const badArguments = 36

/** As the server says it: the code in a header, and `Code: …. DB::Exception: … (TYPE)` as the body. */
function refuse(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const code = /^Code: (\d+)/.exec(message)?.[1]
  const body = code ? message : `Code: ${badArguments}. DB::Exception: ${message}. (BAD_ARGUMENTS)`
  console.error(
    JSON.stringify({ time: new Date().toISOString(), service: 'clickhouse', message: body }),
  )
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(statusOf(Number(code ?? badArguments)), {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': code ?? String(badArguments),
  })
  response.end(`${body}\n`)
}

const unknownNames = new Set([46, 47, 60, 81])
const syntaxErrors = new Set([36, 62, 115, 456])

function statusOf(code: number): number {
  if (unknownNames.has(code)) return 404
  return syntaxErrors.has(code) ? 400 : 500
}
