import type { IncomingMessage } from 'node:http'
import { gunzipSync, inflateSync, brotliDecompressSync } from 'node:zlib'

/** One request of ClickHouse's HTTP interface, taken apart. */
export type ClickhouseRequest = {
  sql: string
  /** Where nothing follows an INSERT … FORMAT: the engine would look for rows elsewhere. */
  emptyInsert: boolean
  parameters: Map<string, string>
  database: string | undefined
  format: string
  settings: Map<string, string>
  queryId: string | undefined
  compress: boolean
}

/** What HTTP clients send that is about the connection, or about a server with users and sessions. */
const notSettings = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'role',
  'quota_key',
  'session_id',
  'session_timeout',
  'session_check',
  'compress',
  'decompress',
  'buffer_size',
  'enable_http_compression',
  'wait_end_of_query',
  'client_protocol_version',
  'send_progress_in_http_headers',
  'cancel_http_readonly_queries_on_client_close',
])

/** Throws a RangeError with a sentence for its sender where this host cannot do what is asked. */
export async function readRequest(request: IncomingMessage): Promise<ClickhouseRequest> {
  const { searchParams } = new URL(request.url ?? '/', 'http://host')
  if (searchParams.has('session_id')) {
    throw new RangeError('sessions are not kept by this host: send settings with each query')
  }
  const body = text(unpacked(await bytesOf(request), request.headers['content-encoding']))
  const query = searchParams.get('query')
  const parameters = new Map<string, string>()
  const settings = new Map<string, string>()
  for (const [name, value] of searchParams) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value)
    else if (!notSettings.has(name) && !name.startsWith('http_')) settings.set(name, value)
  }
  return {
    sql: query === null ? body : `${query}\n${body}`,
    emptyInsert: body.trim() === '' && /^\s*insert\b.*\bformat\s+\w+\s*$/is.test(query ?? ''),
    parameters,
    database: searchParams.get('database') ?? header(request, 'x-clickhouse-database'),
    format:
      searchParams.get('default_format') ??
      header(request, 'x-clickhouse-format') ??
      'TabSeparated',
    settings,
    queryId: searchParams.get('query_id') ?? undefined,
    compress:
      searchParams.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(request.headers['accept-encoding'] ?? ''),
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function unpacked(bytes: Buffer, encoding = 'identity'): Buffer {
  if (encoding === 'gzip') return gunzipSync(bytes)
  if (encoding === 'deflate') return inflateSync(bytes)
  if (encoding === 'br') return brotliDecompressSync(bytes)
  if (encoding === 'identity') return bytes
  throw new RangeError(`content encoding ${encoding} is not known here`)
}

function text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new RangeError('only text formats are taken here, in UTF-8')
  }
}
