import { execFile } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startTimeOf } from './process-identity.ts'
import { exchange, int32 } from './probes.ts'
import type { ProcessSpec } from './server-process.ts'
import { invocation, type RunAs } from './privileges.ts'

const execute = promisify(execFile)
export const database = 'broadsheet'

export type PostgresPlace = {
  home: string
  folder: string
  port: number
  password: string
  runAs: RunAs | undefined
}

export const postgresUrl = ({ port, password }: PostgresPlace) =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

/** What any way of running it sets. */
export const postgresSettings: Record<string, string | number> = {
  wal_level: 'logical',
  max_wal_senders: 16,
  max_replication_slots: 16,
  max_connections: 200,
  shared_buffers: '128MB',
  fsync: 'on',
  max_wal_size: '1GB',
  // Changes reach the slot's reader when they are flushed; a sleeping WAL writer would add to that.
  wal_writer_delay: '10ms',
  log_line_prefix: '%m [%p] %q%u@%d ',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Else a refused row is quoted, and with it somebody's email address.
  log_error_verbosity: 'terse',
}

const settings = (port: number) => ({
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  ...postgresSettings,
})

export function postgresSpec(place: PostgresPlace): ProcessSpec {
  const { home, folder, port, runAs } = place
  const options = Object.entries(settings(port)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  return {
    name: 'postgres',
    after: [],
    command: join(home, 'bin/postgres'),
    args: ['-D', folder, ...options],
    env: environment(),
    cwd: dirname(folder),
    runAs,
    prepare: async () => {
      if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(place)
      dropStalePidFile(folder)
    },
    ready: postgresReady(port),
    // SIGTERM would wait for every client to leave first.
    stopSignal: 'SIGINT',
    stopWithinMs: 15_000,
  }
}

/** Whether it accepts logins at a port of this machine. */
export const postgresReady = (port: number) => async (signal: AbortSignal) =>
  acceptsLogins(await exchange(port, startupMessage, signal))

const environment = () => ({ PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' })

/** Made beside and renamed when complete, so that an interrupted one is never mistaken for data. */
async function initialise({ home, folder, password, runAs }: PostgresPlace): Promise<void> {
  const workshop = `${folder}-new`
  const data = join(workshop, 'data')
  rmSync(workshop, { recursive: true, force: true })
  mkdirSync(workshop, { recursive: true, mode: 0o700 })
  const passwordFile = join(workshop, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (runAs) for (const path of [workshop, passwordFile]) chownSync(path, runAs.uid, runAs.gid)
  const run = (tool: string, args: string[]) => {
    const { command, args: all, ...ids } = invocation(runAs, join(home, 'bin', tool), args)
    return execute(command, all, { env: environment(), cwd: workshop, ...ids })
  }
  await run('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ])
  const single = run('postgres', ['--single', '-D', data, 'postgres'])
  single.child.stdin?.end(`CREATE DATABASE ${database}\n`)
  await single
  if (existsSync(folder)) rmSync(folder, { recursive: true })
  renameSync(data, folder)
  rmSync(workshop, { recursive: true })
}

/**
 * After kill -9 the file names a dead pid, which Postgres sees through, or one that is by now
 * another program's, which makes it refuse to start.
 */
function dropStalePidFile(folder: string): void {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (startTimeOf(pid) === undefined || isPostgres(pid)) return
  rmSync(file, { force: true })
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return true
  }
}

const protocolVersion3 = 196_608
const startup = Buffer.concat([
  int32(protocolVersion3),
  Buffer.from(`user\0postgres\0database\0${database}\0\0`),
])
const startupMessage = Buffer.concat([int32(startup.length + 4), startup])

/** An authentication request ('R') means it is up; while it recovers it answers with an error. */
function acceptsLogins(answer: Buffer): boolean {
  return answer.toString('latin1', 0, 1) === 'R'
}
