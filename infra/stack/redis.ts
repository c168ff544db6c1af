import { mkdirSync } from 'node:fs'
import { exchange } from './probes.ts'
import type { ProcessSpec } from './server-process.ts'

export function redisSpec(at: { binary: string; port: number; folder: string }): ProcessSpec {
  return {
    name: 'redis',
    after: [],
    command: at.binary,
    args: [
      '--bind',
      '127.0.0.1',
      '--port',
      String(at.port),
      '--dir',
      at.folder,
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      '--save',
      '',
      '--maxmemory',
      '512mb',
      '--maxmemory-policy',
      'noeviction',
      // The last line of the log is half written after kill -9.
      '--aof-load-truncated',
      'yes',
      '--daemonize',
      'no',
    ],
    prepare: async () => void mkdirSync(at.folder, { recursive: true }),
    ready: redisReady(at.port),
    stopWithinMs: 10_000,
  }
}

/** Whether it has loaded its data, at a port of this machine; with a password it asks for that then. */
export const redisReady = (port: number) => async (signal: AbortSignal) =>
  /^\+PONG|^-NOAUTH/.test((await exchange(port, Buffer.from('PING\r\n'), signal)).toString())
