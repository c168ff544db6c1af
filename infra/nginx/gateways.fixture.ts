import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createGateway } from '../gateway/gateway.ts'
import type { Target } from '../gateway/routes.ts'
import { imageOf } from '../images/images.ts'
import { askRaw, freePort } from './instances.fixture.ts'
import { startNameServer } from './name-server.fixture.ts'

/** The addresses of the instances of both sides; all listen on one port. */
export type Placed = { port: number } & Record<Target, readonly string[]>
export type RunningGateway = {
  base: URL
  /** From now on the instances are elsewhere. */
  move: (to: Placed) => void
  log: () => string
  /** Takes nothing new, and resolves when what was under way has ended. */
  quit: () => Promise<unknown>
  stop: () => Promise<void>
}

/** The gateway of `npm start`, in this process. */
export async function startEmbedded({ port, write, read }: Placed): Promise<RunningGateway> {
  const urls = (all: readonly string[]) => all.map((one) => new URL(`http://${one}:${port}`))
  const server = createGateway({ write: urls(write), read: urls(read) }, () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    base: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    move: () => undefined,
    log: () => '',
    quit: () => new Promise((resolve) => server.close(resolve)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** nginx in a container of its image on this machine's network, which finds the instances by name. */
export async function startNginx(placed: Placed, proxies = ''): Promise<RunningGateway> {
  const names = new Map<string, readonly string[]>()
  const move = ({ write, read }: Placed) => void names.set('write-api', write).set('read-api', read)
  move(placed)
  const nameServer = await startNameServer(names)
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
  const logFile = join(folder, 'log')
  const out = openSync(logFile, 'a')
  const port = await freePort()
  const environment = {
    PORT: `127.0.0.1:${port}`,
    WRITE_API: `write-api:${placed.port}`,
    READ_API: `read-api:${placed.port}`,
    PROXIES: proxies,
    RESOLVERS: nameServer.at,
  }
  const given = Object.entries(environment).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ])
  const mounted = ['--volume', `${import.meta.dirname}:/nginx:ro`, '--read-only', '--tmpfs', '/tmp']
  const rights = ['--user', '10001:10001', '--cap-drop', 'ALL']
  const container = ['run', '--rm', '--network', 'host', ...rights, ...mounted, ...given]
  const command = ['--entrypoint', '/bin/sh', imageOf('nginx'), '/nginx/start.sh']
  // Signals go on to what is in it.
  const nginx = spawn('docker', [...container, ...command], { stdio: ['ignore', out, out] })
  const ended = once(nginx, 'exit')
  const log = () => readFileSync(logFile, 'utf8')
  const base = new URL(`http://127.0.0.1:${port}`)
  await untilLive(base, () => nginx.exitCode === null, log)
  return {
    base,
    move,
    log,
    quit: () => {
      nginx.kill('SIGQUIT')
      return ended
    },
    stop: async () => {
      nginx.kill('SIGTERM')
      await ended
      await nameServer.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function untilLive(base: URL, runs: () => boolean, log: () => string): Promise<void> {
  while (runs()) {
    const answer = await askRaw(base, { path: '/livez' }).catch(() => null)
    if (answer?.status === 200) return
    await pause(20)
  }
  throw new Error(`nginx ended:\n${log()}`)
}
