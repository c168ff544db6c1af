import { viewsGroup, viewsTopic } from '@broadsheet/contracts/names'
import { parseView, viewsTopicShape } from '@broadsheet/contracts/views'
import { ensureTopic } from '@broadsheet/platform/kafka'
import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import type { Batch, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import { Counter } from 'prom-client'
import type { ParkView, UnreadableView } from './unreadable-views.ts'
import type { ReadView, ViewStore } from './view-store.ts'

/** A partition's insert has at most this much, about 15,000 views. */
const maxBatchBytes = 4 * 1024 * 1024
/** Views are gathered at the broker, so that ClickHouse gets batches: so many bytes, or so long in ms. */
const gather = { minBytes: 64 * 1024, maxWaitTimeInMs: 1_000 }
/** A store that takes nothing for this long, ms, is worth a word to whoever asks if we are well. */
const patienceMs = 15_000

export type ViewsReaderParts = {
  kafka: Kafka
  store: ViewStore
  park: ParkView
  registry: Metrics
  log: Log
  /** Names other than the contract's, for tests. */
  at?: { topic: string; groupId: string }
}

/**
 * Brings page views from Kafka to their store, as a member of the group. A view can come again at any
 * time, and the store counts it once; so the group's offsets may be behind what is stored. Whether they
 * are ahead of it, as after a restore, is asked at every join and after every failure.
 */
export class ViewsReader {
  readonly #parts: ViewsReaderParts
  readonly #at: { topic: string; groupId: string }
  readonly #views: Counter
  readonly #failures: Counter
  #consumer: Consumer | undefined
  #stopped = false
  #prepared = false
  /** Partitions of which the store has all that comes before the group's offset. */
  #whole = new Set<number>()
  #failingSince: number | undefined

  constructor(parts: ViewsReaderParts) {
    this.#parts = parts
    this.#at = parts.at ?? { topic: viewsTopic, groupId: viewsGroup }
    const registers = [parts.registry]
    const counter = (name: string, help: string) => new Counter({ name, help, registers })
    this.#views = counter(
      'projector_views_total',
      'Page views inserted, also those that came again',
    )
    this.#failures = counter(
      'projector_view_failures_total',
      'Attempts to insert page views that failed',
    )
  }

  /** Resolves when it reads, after waiting for Kafka and the store; queries need its tables at once. */
  async start(): Promise<void> {
    const { kafka, store, log } = this.#parts
    while (!this.#stopped) {
      try {
        await ensureTopic(kafka, this.#at.topic, viewsTopicShape)
        await store.prepare()
        this.#prepared = true
        await this.#read()
        if (this.#stopped) await this.#discard()
        return
      } catch (error) {
        log.warn({ err: error }, 'views can not be read yet, trying again')
        await this.#discard()
        await pause(500)
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#consumer?.disconnect()
  }

  /** What is missing for views to be counted. */
  missing(now: number): string[] {
    const since = this.#failingSince
    return since !== undefined && now - since > patienceMs ? ['views: nothing stored for 15 s'] : []
  }

  async #read(): Promise<void> {
    const consumer = this.#parts.kafka.consumer({
      groupId: this.#at.groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 15_000,
      heartbeatInterval: 1_000,
      ...gather,
      maxBytesPerPartition: maxBatchBytes,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    })
    this.#consumer = consumer
    consumer.on(consumer.events.GROUP_JOIN, () => this.#whole.clear())
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && consumer === this.#consumer) void this.#replace(payload.error)
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [this.#at.topic], fromBeginning: true })
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: (batch) => this.#onBatch(batch),
    })
  }

  async #onBatch({ batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<void> {
    try {
      const stored = await this.#untilDone(() => this.#store(batch), heartbeat)
      if (!stored) return
    } catch (error) {
      // Nothing is resolved, so the same views come again.
      this.#parts.log.warn({ err: error }, 'page views were not stored')
      return
    }
    resolveOffset(batch.lastOffset())
    await heartbeat()
  }

  /** False when the store lacks something that came earlier: then that is read first. */
  async #store(batch: Batch): Promise<boolean> {
    const { store, park } = this.#parts
    if (!this.#prepared) await store.prepare()
    this.#prepared = true
    if (!(await this.#isWhole(batch))) return false
    const { views, unreadable } = readViews(batch)
    for (const record of unreadable) await park(record)
    await store.insert(views)
    this.#views.inc(views.length)
    return true
  }

  async #isWhole({ partition, messages }: Batch): Promise<boolean> {
    if (this.#whole.has(partition)) return true
    const position = (await this.#parts.store.position(partition)) ?? 0n
    // Asked once: what the topic has no more can't be read again.
    this.#whole.add(partition)
    const [first] = messages
    if (first === undefined || position >= BigInt(first.offset)) return true
    this.#parts.log.info({ partition, position: String(position) }, 'reading views again')
    this.#consumer?.seek({ topic: this.#at.topic, partition, offset: String(position) })
    return false
  }

  /** A store that is away is waited for, with the membership kept; it may come back as another. */
  async #untilDone<T>(work: () => Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        const result = await work()
        this.#failingSince = undefined
        return result
      } catch (error) {
        this.#prepared = false
        this.#whole.clear()
        this.#failingSince ??= Date.now()
        this.#failures.inc()
        if (this.#stopped) throw error
        this.#parts.log.warn({ err: error }, 'could not store page views, trying again')
        await heartbeat()
        await pause(delay)
      }
    }
  }

  /** kafkajs ends on errors that it holds for final; a consumer made anew reads on. */
  async #replace(error: Error): Promise<void> {
    this.#parts.log.warn({ err: error }, 'consumer crashed, making it anew')
    await this.#discard()
    await this.start()
  }

  async #discard(): Promise<void> {
    const consumer = this.#consumer
    this.#consumer = undefined
    await consumer?.disconnect().catch(() => {})
  }
}

function readViews({ partition, messages }: Batch) {
  const views: ReadView[] = []
  const unreadable: UnreadableView[] = []
  for (const { offset: text, key, value } of messages) {
    const offset = BigInt(text)
    try {
      views.push({ event: parseView(String(value)), partition, offset })
    } catch (error) {
      unreadable.push({ partition, offset, key, value, error })
    }
  }
  return { views, unreadable }
}
