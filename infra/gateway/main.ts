import { createGateway } from './gateway.ts'

const {
  HOST = '127.0.0.1',
  PORT,
  SERVICE_NAME = 'gateway',
  WRITE_API_URLS,
  READ_API_URLS,
} = process.env
const port = Number(PORT)
const write = urls(WRITE_API_URLS)
const read = urls(READ_API_URLS)

function urls(text = ''): URL[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => URL.canParse(one))
    .map((one) => new URL(one))
}

function say(level: 'info' | 'warn', msg: string, about: Record<string, unknown> = {}): void {
  const time = new Date().toISOString()
  process.stdout.write(`${JSON.stringify({ level, time, service: SERVICE_NAME, ...about, msg })}\n`)
}

let stopping = false
/** A process group may be told twice. */
function stop(): void {
  if (stopping) return
  stopping = true
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 10_000).unref()
}

if (!Number.isInteger(port) || write.length === 0 || read.length === 0) {
  console.error('the gateway needs PORT, WRITE_API_URLS and READ_API_URLS (comma separated URLs)')
  process.exit(1)
}
const server = createGateway({ write, read }, (message, about) => say('warn', message, about))
server.listen(port, HOST, () => say('info', 'the gateway listens', { port }))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
