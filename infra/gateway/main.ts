import { createGateway } from './gateway.ts'
import { readGatewaySettings, type GatewaySettings } from './settings.ts'

const { host, port, service, write, read } = settings()

function settings(): GatewaySettings {
  try {
    return readGatewaySettings(process.env)
  } catch (error) {
    console.error(`the gateway cannot start: ${(error as Error).message}`)
    process.exit(1)
  }
}

function say(level: 'info' | 'warn', msg: string, about: Record<string, unknown> = {}): void {
  const time = new Date().toISOString()
  process.stdout.write(`${JSON.stringify({ level, time, service, ...about, msg })}\n`)
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

const server = createGateway({ write, read }, (message, about) => say('warn', message, about))
server.listen(port, host, () => say('info', 'the gateway listens', { port }))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
