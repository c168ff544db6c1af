import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

const graceMs = 15_000

/**
 * One file per running process, `<pid> <start time> <stop signal>`, in a folder of this launcher's
 * own: for the reaper, and for the next start on the same data when both were killed.
 */
export class RunRecord {
  readonly folder: string

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'run', `${process.pid}-${Date.now()}`)
    mkdirSync(this.folder, { recursive: true })
  }

  add(name: string, pid: number, stopSignal: NodeJS.Signals): void {
    const startedAt = identify(pid)?.startedAt
    if (startedAt === undefined) return
    const path = join(this.folder, name)
    const signal = stopSignal.replace('SIG', '')
    writeFileSync(`${path}.new`, `${pid} ${startedAt.replaceAll(' ', '_')} ${signal}\n`)
    renameSync(`${path}.new`, path)
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { force: true })
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

type Leftover = ProcessIdentity & { signal: NodeJS.Signals }

/** Ends what earlier launchers on this data folder left running; never a process of another's. */
export async function endLeftovers(
  dataDir: string,
  tell: (message: string) => void,
): Promise<void> {
  const runs = join(dataDir, 'run')
  if (!existsSync(runs)) return
  const left = readdirSync(runs).flatMap((run) => leftoversIn(join(runs, run)))
  if (left.length > 0) tell(`ending ${left.length} processes that an earlier start left running`)
  for (const { pid, signal } of left) signalGroup(pid, signal)
  const until = Date.now() + graceMs
  while (Date.now() < until && left.some(isAlive)) await sleep(100)
  for (const { pid } of left.filter(isAlive)) signalGroup(pid, 'SIGKILL')
  while (left.some(isAlive)) await sleep(50)
  rmSync(runs, { recursive: true, force: true })
}

function leftoversIn(folder: string): Leftover[] {
  return readdirSync(folder).flatMap((name) => {
    const [pid, startedAt, signal] = readFileSync(join(folder, name), 'utf8').trim().split(' ')
    if (!pid || !startedAt) return []
    const identity = { pid: Number(pid), startedAt: startedAt.replaceAll('_', ' ') }
    return isAlive(identity)
      ? [{ ...identity, signal: `SIG${signal ?? 'TERM'}` as NodeJS.Signals }]
      : []
  })
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // Gone in the meantime.
  }
}
