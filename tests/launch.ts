import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'

/** The content of `$DATA_DIR/stack.json`. */
export type StackDescription = {
  gateway: string
  writeApi: string[]
  readApi: string[]
  postgres: string
  postgresFromConnect: string
  kafka: string[]
  connect: string
  elasticsearch: string
  clickhouse: string
  redis: string
  dataDir: string
  processes: Record<string, { pid: number; log: string }>
}

export type RunningStack = {
  /** As at the start; a process that was restarted has another pid by now. */
  description: StackDescription
  dataDir: string
  /** Ends a process with SIGKILL; resolves when it is gone (its successor is on its way). */
  kill: (name: string) => Promise<void>
  /** The launcher's pid; undefined when the stack ran before. */
  launcher?: number | undefined
  stop: () => Promise<void>
}

/**
 * Starts a stack in a data folder of its own, removed when it is stopped. With `STACK_DIR` set, the
 * stack that runs on that data folder is used instead and left running.
 */
export async function startStack(env: Record<string, string>): Promise<RunningStack> {
  const running = process.env.STACK_DIR
  if (running) return runningIn(running, async () => undefined)
  const dataDir = newDataDir()
  const launcher = new Launcher({ DATA_DIR: dataDir, PORT: '0', ...env })
  try {
    await launcher.said(/^(?:servers )?ready\b/m)
  } catch (error) {
    console.error(`the stack's logs are in ${dataDir}/logs`)
    throw error
  }
  const stop = async () => {
    await launcher.stop()
    expect(containersOf(dataDir)).toEqual([])
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...runningIn(dataDir, stop), launcher: launcher.child.pid }
}

/** The ids of the containers that a stack on that data folder has, ended ones too. */
export function containersOf(dataDir: string): string[] {
  if (process.env.STACK !== 'containers') return []
  const filter = `label=broadsheet.data-dir=${dataDir}`
  const ids = execFileSync('docker', ['ps', '--all', '--quiet', '--filter', filter])
  return ids.toString().split('\n').filter(Boolean)
}

function runningIn(dataDir: string, stop: () => Promise<void>): RunningStack {
  return { description: describe(dataDir), dataDir, kill: (name) => kill(dataDir, name), stop }
}

async function kill(dataDir: string, name: string): Promise<void> {
  const pid = describe(dataDir).processes[name]?.pid
  if (pid === undefined) throw new Error(`no process is named ${name}`)
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(describe(dataDir).processes[name]?.pid).not.toBe(pid), 10_000)
}

export function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  // The servers that refuse to run as root run as another user, who must be able to enter.
  chmodSync(folder, 0o711)
  return folder
}

export function describe(dataDir: string): StackDescription {
  return JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackDescription
}

const start = join(import.meta.dirname, '../infra/stack/start.mjs')

/** One `npm start`, and what it has said so far. */
export class Launcher {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  output = ''
  #heard: (() => void)[] = []

  constructor(env: Record<string, string>) {
    const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|TEST$)/.test(name))
    this.child = spawn(process.execPath, [start], {
      // By the channel the launcher notices when this process is gone, however it went.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...Object.fromEntries(own), ...env },
    })
    const hear = (text: Buffer) => {
      this.output += text.toString()
      for (const listener of this.#heard) listener()
    }
    this.child.stdout?.on('data', hear)
    this.child.stderr?.on('data', hear)
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve(code)))
    void this.ended.then(() => this.#heard.forEach((listener) => listener()))
  }

  /** Resolves when the output matches; rejects when the launcher ends without having said it. */
  async said(what: RegExp): Promise<void> {
    while (!what.test(this.output)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`the launcher ended without saying ${what}:\n${this.output}`)
      }
      await new Promise<void>((resolve) => this.#heard.push(resolve))
      this.#heard = []
    }
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return await this.ended
  }
}
