import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { StackDescription } from './launch.ts'

export type Process = { url: string; stop: () => Promise<void> }

const root = join(import.meta.dirname, '..')

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What the stack keeps in its data folder: `tokenKey`, `operatorSecret` and the like. */
export function secretsOf(stack: StackDescription): Record<string, string> {
  return JSON.parse(readFileSync(join(stack.dataDir, 'secrets.json'), 'utf8'))
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function environmentOf(stack: StackDescription): Record<string, string> {
  const { tokenKey = '', operatorSecret = '' } = secretsOf(stack)
  return {
    POSTGRES_URL: stack.postgres,
    KAFKA_BROKERS: stack.kafka.join(','),
    CONNECT_POSTGRES_URL: stack.postgresFromConnect,
    CONNECT_URL: stack.connect,
    ELASTICSEARCH_URL: stack.elasticsearch,
    CLICKHOUSE_URL: stack.clickhouse,
    REDIS_URL: stack.redis,
    TOKEN_KEY: tokenKey,
    OPERATOR_SECRET: operatorSecret,
    PUBLIC_URL: stack.gateway || 'http://127.0.0.1',
    TRUSTED_PROXIES: '127.0.0.1',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'silent',
    SPOOL_DIR: join(stack.dataDir, 'spool'),
  }
}

type Room = 'write-api' | 'connectors' | 'projector' | 'read-api'

/**
 * One more process of ours beside those of the stack. Resolves when it is ready, or with
 * `ready: false` as soon as it lives.
 */
export async function startOwnProcess(
  stack: StackDescription,
  room: Room,
  { ready = true, env = {} }: { ready?: boolean; env?: Record<string, string> } = {},
): Promise<Process> {
  const port = await freePort()
  let child: ChildProcess
  let stopping = false
  const spawnOnce = () => {
    child = spawn(process.execPath, [join(root, room, 'src/main.ts')], {
      env: { ...process.env, ...environmentOf(stack), PORT: String(port), ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    // As the launcher does: a process that ended itself in good order starts anew.
    child.once('exit', (code) => code === 0 && !stopping && spawnOnce())
  }
  spawnOnce()
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    stopping = true
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  try {
    await vi.waitFor(async () => {
      if (child.exitCode !== null) throw new Error(`${room} ended with ${child.exitCode}`)
      const { status } = await fetch(`${url}/${ready ? 'readyz' : 'livez'}`)
      if (status !== 200) throw new Error(`${room} is not ready`)
    }, 30_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
