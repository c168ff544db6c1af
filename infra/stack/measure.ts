import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StackDescription } from './stack-file.ts'

// How long a start takes on a new data folder and on a used one, and what memory all processes hold
// when idle. Linux only; the cache of servers is taken as it is found.

const settleMs = 30_000
const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-measure-'))
chmodSync(dataDir, 0o711)

const cold = await start()
console.log(`ready on a new data folder after  ${cold.seconds.toFixed(1)} s`)
console.log(`stopped after                     ${(await cold.stop()).toFixed(1)} s`)
const warm = await start()
console.log(`ready on the same folder after    ${warm.seconds.toFixed(1)} s`)
await sleep(settleMs)
reportMemory(warm.pid)
await warm.stop()
rmSync(dataDir, { recursive: true })

async function start() {
  const began = performance.now()
  const launcher = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', DEMO: '0' },
  })
  const ended = new Promise<void>((resolve) => launcher.once('close', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    launcher.stdout?.on('data', (text: Buffer) => /^ready /m.test(text.toString()) && resolve())
    launcher.once('close', () => reject(new Error('the launcher ended before it was ready')))
  })
  await ready
  const stop = async () => {
    const told = performance.now()
    launcher.kill('SIGTERM')
    await ended
    return (performance.now() - told) / 1000
  }
  return { pid: launcher.pid ?? 0, seconds: (performance.now() - began) / 1000, stop }
}

/** Shared pages count once in the proportional size, and in every process's resident size. */
function reportMemory(launcher: number): void {
  const { processes } = JSON.parse(
    readFileSync(join(dataDir, 'stack.json'), 'utf8'),
  ) as StackDescription
  const names = new Map(
    Object.entries(processes).flatMap(([name, { pid }]) => (pid ? [[pid, name] as const] : [])),
  )
  const sums = new Map<string, { resident: number; proportional: number }>()
  for (const [pid, name] of withDescendants(launcher, names)) {
    const { resident = 0, proportional = 0 } = sums.get(name) ?? {}
    const own = memoryOf(pid)
    sums.set(name, {
      resident: resident + own.resident,
      proportional: proportional + own.proportional,
    })
  }
  const total = { resident: 0, proportional: 0 }
  for (const [name, sum] of sums) {
    print(name, sum)
    total.resident += sum.resident
    total.proportional += sum.proportional
  }
  print('together', total)
}

function print(
  name: string,
  { resident, proportional }: { resident: number; proportional: number },
) {
  const mebibytes = (kibibytes: number) => (kibibytes / 1024).toFixed(0).padStart(6)
  console.log(
    `${name.padEnd(16)} ${mebibytes(resident)} MiB resident ${mebibytes(proportional)} MiB proportional`,
  )
}

function withDescendants(root: number, names: Map<number, string>): Map<number, string> {
  const found = new Map([[root, 'launcher']])
  const parents = readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    return Number.isInteger(pid) ? [[pid, parentOf(pid)] as const] : []
  })
  for (let grown = true; grown;) {
    grown = false
    for (const [pid, parent] of parents) {
      const of = found.get(parent)
      if (of === undefined || found.has(pid)) continue
      found.set(pid, names.get(pid) ?? of)
      grown = true
    }
  }
  return found
}

function parentOf(pid: number): number {
  return Number(field(`/proc/${pid}/status`, 'PPid'))
}

function memoryOf(pid: number): { resident: number; proportional: number } {
  const file = `/proc/${pid}/smaps_rollup`
  return { resident: field(file, 'Rss'), proportional: field(file, 'Pss') }
}

/** In KiB where the file says kB; 0 when the process is gone. */
function field(file: string, name: string): number {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
