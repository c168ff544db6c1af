import { existsSync, readFileSync } from 'node:fs'
import { freeMebibytes } from './disk.ts'
import { progress, Refusal } from './progress.ts'
import { watchSources } from './watch.ts'
import { ServerProcess, type ProcessSpec, type Surroundings } from './server-process.ts'

const hopelessAfter = 8
const reportEveryMs = 20_000
const fullBelowMebibytes = 64
const tailLines = 12

export type SupervisorOptions = Pick<Surroundings, 'logs' | 'record'> & {
  dataDir: string
  stop: AbortSignal
  onPids: () => void
}

/** Starts processes in the order of their `after`, keeps them running, stops them the other way round. */
export class Supervisor {
  readonly processes = new Map<string, ServerProcess>()
  #options: SupervisorOptions
  #readiness = new Map<string, Promise<void>>()
  #unready = new Set<string>()
  #giveUp = new AbortController()

  constructor(specs: ProcessSpec[], options: SupervisorOptions) {
    this.#options = options
    const around = {
      ...options,
      onStarted: () => options.onPids(),
      onEnded: (name: string, how: string) => void this.#ended(name, how),
    }
    for (const spec of specs) this.processes.set(spec.name, new ServerProcess(spec, around))
  }

  /** Resolves when all are ready; rejects when one of them keeps ending, or at the stop signal. */
  async start(): Promise<void> {
    const report = setInterval(() => {
      progress(`waiting for ${[...this.#unready].join(', ')}`)
    }, reportEveryMs)
    try {
      await Promise.all([...this.processes.keys()].map((name) => this.#ready(name)))
    } finally {
      clearInterval(report)
    }
  }

  /** Resolves when all have ended. */
  async stop(): Promise<void> {
    this.#giveUp.abort(new Error('stopping'))
    const stopped = new Map<string, Promise<void>>()
    const stop = (server: ServerProcess): Promise<void> => {
      const known = stopped.get(server.spec.name)
      if (known) return known
      const promise = Promise.all(this.#dependents(server).map(stop)).then(() => server.stop())
      stopped.set(server.spec.name, promise)
      return promise
    }
    await Promise.all([...this.processes.values()].map(stop))
  }

  /** From now on restarts a process when one of its sources changes. */
  watch(): void {
    for (const server of this.processes.values()) {
      for (const folder of server.spec.sources ?? []) {
        watchSources(folder, this.#options.stop, () => {
          progress(`${server.spec.name} is restarted: its sources changed`)
          server.restart()
        })
      }
    }
  }

  pids(): Record<string, { pid?: number; log: string }> {
    return Object.fromEntries(
      [...this.processes].map(([name, { pid, log }]) => [name, pid ? { pid, log } : { log }]),
    )
  }

  #dependents({ spec }: ServerProcess): ServerProcess[] {
    return [...this.processes.values()].filter((other) => other.spec.after.includes(spec.name))
  }

  #ready(name: string): Promise<void> {
    const known = this.#readiness.get(name)
    if (known) return known
    const promise = this.#startInTurn(name)
    this.#readiness.set(name, promise)
    return promise
  }

  async #startInTurn(name: string): Promise<void> {
    const server = this.processes.get(name)
    if (!server) throw new Error(`no process is named ${name}`)
    this.#unready.add(name)
    await Promise.all(server.spec.after.map((other) => this.#ready(other)))
    const stop = AbortSignal.any([this.#giveUp.signal, this.#options.stop])
    if (stop.aborted) throw stop.reason
    server.start()
    await server.whenReady(stop)
    this.#unready.delete(name)
    progress(`${name} is ready`)
  }

  async #ended(name: string, how: string): Promise<void> {
    const server = this.processes.get(name)
    progress(`${name} ended (${how}) and is started again`)
    const free = await freeMebibytes(this.#options.dataDir)
    if (free < fullBelowMebibytes) {
      progress(`the disk is full: ${free} MiB are free at ${this.#options.dataDir}`)
    }
    if (!server || !this.#unready.has(name) || server.failures + 1 < hopelessAfter) return
    this.#giveUp.abort(
      new Refusal(
        `${name} ended ${hopelessAfter} times; ${server.log} ends with:\n${tail(server.log)}`,
      ),
    )
  }
}

function tail(log: string): string {
  if (!existsSync(log)) return ''
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-tailLines).join('\n')
}
