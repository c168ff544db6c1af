import type { Log } from '@broadsheet/platform/log'
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import type { RawRecord } from './decode.ts'

/** A record holds a row before and after: twice the longest row, escaped. */
const maxFetchBytes = 16 * 1024 * 1024

const heartbeatMs = 1_000

/** What is done with the records of a change topic. All offsets are of its one partition. */
export type ChangeHandler = {
  /** The next record to read; asked at every join, for another member may have been further. */
  position: () => Promise<bigint>
  /** Applies records; `heartbeat` keeps the membership alive while that takes long. */
  apply: (records: RawRecord[], heartbeat: () => Promise<void>) => Promise<void>
  /** The position lies beyond the topic's end: this is not the topic that the store was fed from. */
  lost: (position: bigint, end: bigint) => void
}

/**
 * Reads one change topic as a member of a consumer group, from the position that the handler's store
 * holds. The group only decides which member reads; its committed offsets are for monitoring.
 */
export class ChangeReader {
  readonly #kafka: Kafka
  readonly #at: { topic: string; groupId: string }
  readonly #handler: ChangeHandler
  readonly #log: Log
  #consumer: Consumer | undefined
  #stopped = false
  #joins = 0
  /** The next offset to apply; undefined from a join until the store has been asked. */
  #position: bigint | undefined
  /** Whether the broker was told the position since the join. */
  #sought = false
  /** Another member of the group has the partition: this one waits to take over. */
  #standby = false
  /** When the group's coordinator was last heard from. */
  #heardAt = 0
  /** The topic was replaced: nothing is read from it any more, however long it grows. */
  #lost = false

  constructor(
    kafka: Kafka,
    at: { topic: string; groupId: string },
    handler: ChangeHandler,
    log: Log,
  ) {
    this.#kafka = kafka
    this.#at = at
    this.#handler = handler
    this.#log = log
  }

  async start(): Promise<void> {
    const consumer = this.#kafka.consumer({
      groupId: this.#at.groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 15_000,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: 1_000,
      maxBytes: maxFetchBytes,
      maxBytesPerPartition: maxFetchBytes,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    })
    this.#consumer = consumer
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#standby = !payload.memberAssignment[this.#at.topic]?.length
      this.#heardAt = Date.now()
      this.#forgetPosition()
    })
    consumer.on(consumer.events.HEARTBEAT, () => (this.#heardAt = Date.now()))
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.#replace(consumer, payload.error)
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [this.#at.topic], fromBeginning: true })
    await consumer.run({
      // Nothing is read from the commits: they are what Kafka's tools show as the group's lag.
      autoCommitInterval: 5_000,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => beating(batch.heartbeat, this.#onBatch(batch)),
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#consumer?.disconnect()
  }

  /** Whether it is a member, heard of by the group within `patienceMs`, to whom nothing is assigned. */
  standsBy(now: number, patienceMs: number): boolean {
    return this.#standby && now - this.#heardAt < patienceMs
  }

  /** The store is asked where it is before anything else is applied. */
  #forgetPosition(): void {
    this.#joins += 1
    this.#position = undefined
    this.#sought = false
  }

  async #onBatch({ batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<void> {
    if (this.#lost) return
    const join = this.#joins
    const position = (this.#position ??= await this.#handler.position())
    // kafkajs has the offset that it asked for on the batch, but not in its types.
    const fetched = BigInt((batch as unknown as { fetchedOffset: string | number }).fetchedOffset)
    if (!this.#continues(fetched, position)) {
      this.#seek(position, BigInt(batch.highWatermark))
      return
    }
    this.#sought = true
    const records = batch.messages.map(({ offset, key, value }) => ({
      offset: BigInt(offset),
      key,
      value,
    }))
    try {
      await this.#handler.apply(records, heartbeat)
    } catch (error) {
      // Nothing is resolved, so the same records come again, from where the store says.
      this.#log.warn({ err: error }, 'a batch was not applied')
      this.#forgetPosition()
      return
    }
    if (join === this.#joins) this.#position = BigInt(batch.lastOffset()) + 1n
    resolveOffset(batch.lastOffset())
    await heartbeat()
  }

  /**
   * Whether a batch that was asked for at `fetched` leaves nothing out after `position`. Right after a
   * join batches may come from the group's committed offset, which can be further than the store; from
   * the seek on they follow one another, with holes where compaction left some. One from before the
   * position means that the broker, asked for an offset it doesn't have, started over.
   */
  #continues(fetched: bigint, position: bigint): boolean {
    return this.#sought ? fetched >= position : fetched === position
  }

  #seek(position: bigint, end: bigint): void {
    if (position > end) {
      this.#lost = true
      this.#consumer?.pause([{ topic: this.#at.topic }])
      this.#handler.lost(position, end)
      return
    }
    this.#sought = true
    this.#consumer?.seek({ topic: this.#at.topic, partition: 0, offset: String(position) })
  }

  /** kafkajs ends on errors that it holds for final; a consumer made anew reads on. */
  async #replace(crashed: Consumer, error: Error): Promise<void> {
    this.#log.warn({ err: error, group: this.#at.groupId }, 'consumer crashed, making it anew')
    await crashed.disconnect().catch(() => {})
    while (!this.#stopped && this.#consumer === crashed) {
      try {
        await this.start()
      } catch (startError) {
        this.#log.warn({ err: startError }, 'Kafka is away')
        await this.#consumer?.disconnect().catch(() => {})
        this.#consumer = crashed
        await pause(500)
      }
    }
  }
}

/** Keeps the membership alive while work takes longer than a session lives. */
async function beating(heartbeat: () => Promise<void>, work: Promise<void>): Promise<void> {
  // A beat that fails, as when a member joins, fails again where the work itself beats.
  const beats = setInterval(() => heartbeat().catch(() => clearInterval(beats)), heartbeatMs)
  try {
    await work
  } finally {
    clearInterval(beats)
  }
}
