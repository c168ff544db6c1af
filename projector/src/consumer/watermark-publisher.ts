import { watermarkChannel, watermarkKey, type ProjectionName } from '@broadsheet/contracts/names'
import { formatWatermarkMessage, recentXids, watermarkHash } from '@broadsheet/contracts/watermark'
import type { Redis } from 'ioredis'
import type { Generation } from '../projections/projection.ts'

/**
 * Tells the readers how far a projection is: the hash is for those who come later, the message for
 * those who wait. The message names only the transactions that were applied just now.
 */
export class WatermarkPublisher {
  readonly #redis: Redis
  readonly #projection: ProjectionName
  #recent: number[] = []

  constructor(redis: Redis, projection: ProjectionName) {
    this.#redis = redis
    this.#projection = projection
  }

  /** Nothing is said before the first END: until then the snapshot is not whole. */
  async publish(generation: Generation, xids: readonly number[]): Promise<void> {
    const projection = this.#projection
    const { incarnation, lsn } = generation.position
    if (!generation.live || lsn === null) return
    this.#recent = [...this.#recent, ...xids].slice(-recentXids)
    const watermark = { incarnation, generation: generation.number, lsn }
    const results = await this.#redis
      .multi()
      .hset(watermarkKey(projection), watermarkHash({ ...watermark, xids: this.#recent }))
      .publish(watermarkChannel, formatWatermarkMessage({ ...watermark, projection, xids }))
      .exec()
    const failed = results?.find(([error]) => error)
    if (!results || failed) throw failed?.[0] ?? new Error('the watermark was not published')
  }

  /** After a restart only what is applied from here on is known by its id. */
  forget(): void {
    this.#recent = []
  }
}
