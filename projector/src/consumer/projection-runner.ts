import { changeTopic, consumerGroup } from '@broadsheet/contracts/names'
import type { Log } from '@broadsheet/platform/log'
import type { Admin, Kafka } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import { StoreMoved, type Generation, type Projection } from '../projections/projection.ts'
import { ChangeReader } from './change-reader.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { RawRecord } from './decode.ts'
import { SnapshotRestarted } from './fold.ts'
import { runBatch } from './run-batch.ts'
import type { ProjectionMetrics } from './projection-metrics.ts'
import { endOffset } from './incarnation.ts'
import type { WatermarkPublisher } from './watermark-publisher.ts'

/** Without progress for this long, ms, something is wrong: the stream has a heartbeat every second. */
const patienceMs = 15_000
/** A position that no write brought forward is kept at most this often. */
const idleSaveMs = 5_000

export type RunnerParts<W> = {
  projection: Projection<W>
  incarnation: number
  kafka: Kafka
  admin: Admin
  deadLetters: DeadLetters
  watermarks: WatermarkPublisher
  metrics: ProjectionMetrics
  /** The topic does not tell the whole any more: asks for a new incarnation of the stream. */
  onStreamBroken: () => Promise<void>
  log: Log
  /** Names other than the contract's, for tests. */
  at?: { topic: string; groupId: string }
}

/** Feeds one projection from the change topic of one incarnation, until stopped. */
export class ProjectionRunner<W> {
  readonly #parts: RunnerParts<W>
  readonly #at: { topic: string; groupId: string }
  readonly #reader: ChangeReader
  #generation: Generation | undefined
  /** Where the topic ended when a generation began to fill: it is whole once it is past that. */
  #target: bigint | undefined
  #savedAt = 0
  #appliedAt = 0
  #stopped = false
  #lost = false

  constructor(parts: RunnerParts<W>) {
    this.#parts = parts
    this.#at = parts.at ?? {
      topic: changeTopic(parts.incarnation),
      groupId: consumerGroup(parts.projection.name),
    }
    const handler = {
      position: () => this.#open(),
      apply: (records: RawRecord[], heartbeat: () => Promise<void>) =>
        this.#untilDone(() => this.#apply(records), heartbeat),
      lost: (position: bigint, end: bigint) => {
        this.#lost = true
        parts.log.error({ position: String(position), end: String(end) }, 'the topic was replaced')
        void parts.onStreamBroken()
      },
    }
    this.#reader = new ChangeReader(parts.kafka, this.#at, handler, parts.log)
  }

  start(): Promise<void> {
    return this.#reader.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#reader.stop()
  }

  /** What is missing for this projection to be of use; progress counts, not connection. */
  missing(now: number): string[] {
    const { name } = this.#parts.projection
    if (this.#lost) return [`${name}: its position lies beyond the change topic`]
    // Another process reads; this one is whole as long as it can take over.
    if (this.#reader.standsBy(now, patienceMs)) return []
    if (!this.#generation?.live) return [`${name}: is being built`]
    return now - this.#appliedAt > patienceMs ? [`${name}: nothing applied for 15 s`] : []
  }

  /** Asks the store where it is, and tells the readers before anything else is applied. */
  async #open(): Promise<bigint> {
    return this.#untilDone(async () => {
      const { projection, incarnation, admin, deadLetters, watermarks, log } = this.#parts
      const generation = await projection.store.open(incarnation)
      // After the position: what was parked before it is marked by then, what comes after is read again.
      await deadLetters.learn()
      this.#generation = generation
      this.#target = generation.live ? undefined : await endOffset(admin, this.#at.topic)
      watermarks.forget()
      await watermarks.publish(generation, [])
      const { offset, lsn } = generation.position
      log.info(
        {
          generation: generation.number,
          live: generation.live,
          offset: String(offset),
          lsn: String(lsn),
        },
        'opened the store',
      )
      return offset
    })
  }

  async #apply(records: RawRecord[]): Promise<void> {
    const { projection, deadLetters, watermarks, metrics } = this.#parts
    const generation = this.#generation
    if (!generation) throw new Error('applied before it was opened')
    const batch = await runBatch(projection, generation, records, deadLetters)
    generation.position = batch.next
    await this.#goLiveWhenWhole(generation)
    await watermarks.publish(generation, batch.xids)
    await this.#savePosition(generation, batch.changes.length > 0)
    this.#appliedAt = Date.now()
    metrics.observe(projection.name, records.length, batch)
  }

  async #goLiveWhenWhole(generation: Generation): Promise<void> {
    const { offset, lsn } = generation.position
    if (generation.live || lsn === null || this.#target === undefined) return
    if (offset < this.#target) return
    await this.#parts.projection.store.goLive(generation)
    generation.live = true
    this.#parts.log.info({ generation: generation.number }, 'went live')
  }

  async #savePosition(generation: Generation, wrote: boolean): Promise<void> {
    if (!wrote && Date.now() - this.#savedAt < idleSaveMs) return
    await this.#parts.projection.store.savePosition(generation, generation.position)
    this.#savedAt = Date.now()
  }

  /** A store that is away is waited for, with the membership kept; a store that moved is asked anew. */
  async #untilDone<T>(work: () => Promise<T>, heartbeat = async () => {}): Promise<T> {
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof StoreMoved || this.#stopped) throw error
        if (error instanceof SnapshotRestarted) await this.#parts.onStreamBroken()
        this.#parts.metrics.failed(this.#parts.projection.name)
        this.#parts.log.warn({ err: error }, 'could not apply, trying again')
        await heartbeat()
        await pause(delay)
      }
    }
  }
}
