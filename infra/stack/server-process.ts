import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram, type Program, type Running } from './child-process.ts'
import type { RunRecord } from './run-record.ts'

/** How one server is run. `ready` answers false or throws while it is not. */
export type ProcessSpec = Supervision & (Program | { start: (log: string) => Promise<Running> })

type Supervision = {
  name: string
  /** Names of those that must be ready before it starts, and are stopped after it. */
  after: string[]
  /** Puts right what an earlier end left behind; runs before each start. */
  prepare?: () => Promise<void>
  ready: (signal: AbortSignal) => Promise<boolean>
  stopSignal?: NodeJS.Signals
  stopWithinMs: number
  /** Folders whose changes restart it, when watching. */
  sources?: string[]
}

export type Surroundings = {
  logs: string
  record: RunRecord
  onStarted: (name: string) => void
  onEnded: (name: string, how: string) => void
}

const backoff = { firstMs: 200, mostMs: 5_000, forgivenAfterMs: 30_000 }
const readyPollMs = 100
const largeLogBytes = 16 * 1024 * 1024
const probeTimeoutMs = 5_000

/** Keeps one process running in a group of its own, until it is told to stop. */
export class ServerProcess {
  readonly spec: ProcessSpec
  readonly log: string
  /** How often in a row it ended without having lived for a while. */
  failures = 0
  #around: Surroundings
  #running: Running | undefined
  #pid: number | undefined
  #stopping = new AbortController()
  #restarting = false
  #keeping: Promise<void> | undefined

  constructor(spec: ProcessSpec, around: Surroundings) {
    this.spec = spec
    this.log = join(around.logs, `${spec.name}.log`)
    this.#around = around
  }

  /** Of the one that runs, or of the last that did. */
  get pid(): number | undefined {
    return this.#pid
  }

  start(): void {
    this.#keeping ??= this.#keep()
  }

  /** Resolves once it is ready; rejects when it stops or `signal` says to give up. */
  async whenReady(signal: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([signal, this.#stopping.signal])
    while (!stop.aborted) {
      const probe = AbortSignal.any([stop, AbortSignal.timeout(probeTimeoutMs)])
      if (this.#running && (await this.spec.ready(probe).catch(() => false))) return
      await sleep(readyPollMs)
    }
    throw stop.reason
  }

  /** Ends it and lets it start again at once, not counted as a failure. */
  restart(): void {
    this.#restarting = true
    this.#signal(this.spec.stopSignal ?? 'SIGTERM')
  }

  /** Asks, and past the limit ends the whole group. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error(`${this.spec.name} is stopping`))
    this.#signal(this.spec.stopSignal ?? 'SIGTERM')
    const killer = setTimeout(() => this.#running?.kill(), this.spec.stopWithinMs)
    await this.#keeping
    clearTimeout(killer)
  }

  async #keep(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const began = performance.now()
      await this.#runOnce().catch((error: unknown) => this.#ended(String(error)))
      if (this.#stopping.signal.aborted) return
      if (this.#restarting) {
        this.#restarting = false
        this.failures = 0
        continue
      }
      this.failures = performance.now() - began > backoff.forgivenAfterMs ? 0 : this.failures + 1
      await this.#pause()
    }
  }

  async #pause(): Promise<void> {
    const wait = Math.min(backoff.firstMs * 2 ** Math.max(0, this.failures - 1), backoff.mostMs)
    await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }

  async #runOnce(): Promise<void> {
    await this.spec.prepare?.()
    if (this.#stopping.signal.aborted) return
    setAsideWhenLarge(this.log)
    const { spec, log } = this
    const running = 'start' in spec ? await spec.start(log) : startProgram(spec, log)
    this.#running = running
    this.#pid = running.pid
    const { name, stopSignal = 'SIGTERM' } = spec
    try {
      if (running.pid !== undefined) this.#around.record.add(name, running.pid, stopSignal)
      this.#around.onStarted(name)
      // Told to stop while it was on its way up: too young to hear a signal, and nothing is in it.
      if (this.#stopping.signal.aborted) running.kill()
    } catch (error) {
      // Unrecorded, it could be left behind: rather not at all (a full disk is such a case).
      running.kill()
      throw error
    } finally {
      const how = await running.ended.finally(() => (this.#running = undefined))
      this.#around.record.remove(name)
      this.#ended(how)
    }
  }

  #ended(how: string): void {
    this.#note(`ended: ${how}`)
    if (this.#stopping.signal.aborted || this.#restarting) return
    const [firstLine = ''] = how.split('\n')
    this.#around.onEnded(this.spec.name, firstLine.slice(0, 120))
  }

  #note(message: string): void {
    const line = {
      time: new Date().toISOString(),
      service: 'stack',
      process: this.spec.name,
      message,
    }
    try {
      appendFileSync(this.log, `${JSON.stringify(line)}\n`)
    } catch {
      // With a full disk the progress lines still say it.
    }
  }

  #signal(signal: NodeJS.Signals): void {
    this.#running?.signal(signal)
  }
}

/** One older file is kept; a running process goes on writing to the one it has. */
function setAsideWhenLarge(log: string): void {
  if (existsSync(log) && statSync(log).size > largeLogBytes) renameSync(log, `${log}.1`)
}
