import { parseView, type ViewEvent } from '@broadsheet/contracts/views'
import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import { setTimeout as pause } from 'node:timers/promises'
import type { Spool } from './spool.ts'
import { createViewMetrics, type ViewMetrics } from './view-metrics.ts'

/** After a failure, ms until each further attempt; after the last, what waits is parked. */
export const retryMs = [1_000, 3_000, 5_000, 10_000, 30_000] as const
/** While something is parked: ms between attempts to send the oldest of it. */
const probeMs = 1_000
/** A batch goes out when its first view is this old, ms, or when it is full. */
const gatherMs = 250
const batchSize = 500
/** Views in memory: beyond `parked` they go to disk though attempts remain, beyond `dropped` nowhere. */
const most = { parked: 5_000, dropped: 10_000 } as const
const idleMs = 60_000

/** Resolves after `ms`, at once when the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

const waitInTime: Wait = async (ms, signal) => {
  await pause(ms, undefined, { signal }).catch(() => {})
}

/** `send` resolves when Kafka has the views; sending one twice does no harm. */
export type RecorderParts = {
  send: (events: readonly ViewEvent[]) => Promise<void>
  spool: Spool
  registry: Metrics
  log: Log
  wait?: Wait
}

/**
 * Takes views to Kafka in the order in which they came, beside the requests that make them. What is on
 * disk is always older than what is in memory, and a batch leaves memory only when Kafka or the disk
 * has it. When both are full, the newest views are dropped and counted.
 */
export class ViewRecorder {
  readonly #parts: RecorderParts
  readonly #wait: Wait
  readonly #metrics: ViewMetrics
  #queue: ViewEvent[] = []
  #waiting: { until: () => boolean; over: AbortController } | undefined
  /** The last attempt failed. */
  #away = false
  #dropping = false
  #stopping = false
  #parking: Promise<unknown> = Promise.resolve()
  #running: Promise<void> = Promise.resolve()

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.#wait = parts.wait ?? waitInTime
    this.#metrics = createViewMetrics(parts.registry, {
      queued: () => this.#queue.length,
      spoolBytes: () => parts.spool.bytes,
    })
  }

  /** Begins with what an earlier run has parked. */
  start(): void {
    this.#running = this.#run()
  }

  /** Takes a view along; never waits and never throws. */
  record(event: ViewEvent): void {
    if (this.#stopping || this.#queue.length >= most.dropped) {
      this.#drop(1)
      return
    }
    this.#queue.push(event)
    if (this.#waiting?.until()) this.#waiting.over.abort()
  }

  /** Sends what is in memory, or parks what can't be sent within `limitMs`. */
  async stop(limitMs = 3_000): Promise<void> {
    this.#stopping = true
    this.#waiting?.over.abort()
    const late = new AbortController()
    const flushed = this.#running.then(() => this.#flush(late.signal))
    await Promise.race([flushed, waitInTime(limitMs, late.signal)])
    late.abort()
    await this.#park()
    this.#drop(this.#queue.length)
    await this.#parts.spool.close()
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        await (this.#parts.spool.isEmpty ? this.#sendQueued() : this.#sendParked())
      } catch (error) {
        this.#parts.log.error({ err: error }, 'parked page views could not be read or removed')
        await this.#sleep(probeMs)
      }
    }
  }

  async #sendQueued(): Promise<void> {
    await this.#sleep(idleMs, () => this.#queue.length > 0)
    if (this.#queue.length === 0) return
    await this.#sleep(gatherMs, () => this.#queue.length >= batchSize)
    for (const ms of retryMs) {
      if (this.#stopping || (await this.#sendFirst())) return
      await this.#sleep(ms, () => this.#queue.length >= most.parked)
      if (this.#queue.length >= most.parked) break
    }
    if (this.#stopping || (await this.#sendFirst())) return
    this.#parts.log.error({ views: this.#queue.length }, 'Kafka is away: page views are parked')
    if ((await this.#park()) === 0) await this.#sleep(probeMs)
  }

  /** While Kafka is away new views follow the parked ones to disk, and the oldest is tried. */
  async #sendParked(): Promise<void> {
    if (this.#away) {
      await this.#park()
      await this.#sleep(probeMs)
    }
    const oldest = this.#stopping ? null : await this.#parts.spool.oldest()
    if (!oldest) return
    const events = this.#read(oldest)
    for (let first = 0; first < events.length; first += batchSize) {
      if (this.#stopping) return
      if (!(await this.#send(events.slice(first, first + batchSize)))) return
      if (this.#queue.length >= most.parked) await this.#park()
    }
    await this.#parts.spool.remove(oldest.name)
    this.#parts.log.info({ views: events.length }, 'parked page views are sent')
  }

  /** A process that was killed may have left a torn line. */
  #read({ name, lines }: { name: string; lines: string[] }): ViewEvent[] {
    const events: ViewEvent[] = []
    for (const line of lines) {
      try {
        events.push(parseView(line))
      } catch {
        this.#metrics.dropped.inc()
        this.#parts.log.error({ segment: name }, 'a parked page view can not be read')
      }
    }
    return events
  }

  async #sendFirst(): Promise<boolean> {
    const batch = this.#queue.slice(0, batchSize)
    if (!(await this.#send(batch))) return false
    this.#queue.splice(0, batch.length)
    this.#dropping = false
    return true
  }

  async #send(events: readonly ViewEvent[]): Promise<boolean> {
    try {
      await this.#parts.send(events)
      this.#metrics.sent.inc(events.length)
      this.#away = false
    } catch (error) {
      this.#parts.log.warn({ err: error, views: events.length }, 'page views were not sent')
      this.#away = true
    }
    return !this.#away
  }

  /** Moves what is in memory to disk as far as there is room; resolves with how many views that were. */
  #park(): Promise<number> {
    const parked = this.#parking.then(() => this.#moveToSpool())
    this.#parking = parked
    return parked
  }

  async #moveToSpool(): Promise<number> {
    let parked = 0
    try {
      for (let kept = batchSize; kept === batchSize && this.#queue.length > 0;) {
        const lines = this.#queue.slice(0, batchSize).map((event) => JSON.stringify(event))
        kept = await this.#parts.spool.append(lines)
        this.#queue.splice(0, kept)
        this.#metrics.parked.inc(kept)
        parked += kept
      }
    } catch (error) {
      this.#parts.log.error({ err: error }, 'page views could not be parked')
    }
    if (parked > 0) this.#dropping = false
    return parked
  }

  #drop(views: number): void {
    this.#metrics.dropped.inc(views)
    if (views === 0 || this.#dropping) return
    this.#dropping = true
    this.#parts.log.error('page views are dropped: neither Kafka nor the disk takes them')
  }

  /** The last attempt, in order: nothing overtakes what is parked. */
  async #flush(late: AbortSignal): Promise<void> {
    while (this.#queue.length > 0 && this.#parts.spool.isEmpty && !this.#away && !late.aborted) {
      await this.#sendFirst()
    }
  }

  /** Until the time is over, the condition holds after a view has come, or it is to stop. */
  async #sleep(ms: number, until: () => boolean = () => false): Promise<void> {
    if (this.#stopping || until()) return
    const over = new AbortController()
    this.#waiting = { until, over }
    await this.#wait(ms, over.signal)
    this.#waiting = undefined
  }
}
