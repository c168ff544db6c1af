import { projections, type ProjectionName } from '@broadsheet/contracts/names'
import type { ConsistencyToken } from '@broadsheet/contracts/token'
import {
  isSatisfied,
  recentXids,
  type Watermark,
  type WatermarkMessage,
} from '@broadsheet/contracts/watermark'

export type Freshness = 'fresh' | 'stale'

type State = {
  watermark: Watermark | null
  /** False while messages may have been missed: nothing is said to be fresh then. */
  trusted: boolean
  /** A wait timed out and nothing moved since: nobody else waits. */
  stalled: boolean
  movedAt: number
  heardAt: number
  /** Messages that came while a hash was being loaded; null when none is. */
  sinceLoad: Watermark[] | null
  /** One of them was no continuation: the hash may be of before or after it. */
  broken: boolean
}

/**
 * How far each projection is, as far as this instance knows, and those who wait for it to get
 * further. Waiters are woken by what arrives here, never by polling. Times are ms of `clock`.
 */
export class Watermarks {
  readonly #clock: () => number
  readonly #states: Record<ProjectionName, State>
  readonly #waiters = new Set<() => void>()

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
    const unknown = (): State => ({
      watermark: null,
      trusted: false,
      stalled: false,
      movedAt: Number.NEGATIVE_INFINITY,
      heardAt: Number.NEGATIVE_INFINITY,
      sinceLoad: null,
      broken: false,
    })
    this.#states = { search: unknown(), social: unknown(), stats: unknown() }
  }

  current(projection: ProjectionName): Watermark | null {
    return this.#states[projection].watermark
  }

  isSatisfied(projection: ProjectionName, token: ConsistencyToken): boolean {
    const { watermark, trusted } = this.#states[projection]
    return trusted && watermark !== null && isSatisfied(token, watermark)
  }

  /** Ms since the watermark last changed; Infinity when none was ever seen. */
  msSinceMoved(projection: ProjectionName): number {
    return this.#clock() - this.#states[projection].movedAt
  }

  /** Ms since anything was heard of the projection. */
  msSinceHeard(projection: ProjectionName): number {
    return this.#clock() - this.#states[projection].heardAt
  }

  /**
   * Takes a published message: it replaces what was known, also when it is lower. `false` means that
   * the recent transactions are no continuation of the known ones and the hash must be loaded.
   */
  receive(message: WatermarkMessage): boolean {
    const { projection, ...news } = message
    const state = this.#states[projection]
    const before = state.watermark
    const continues = before !== null && follows(before, news)
    state.sinceLoad?.push(news)
    state.broken ||= before !== null && !continues
    const xids = continues ? [...before.xids, ...news.xids].slice(-recentXids) : news.xids
    this.#replace(projection, { ...news, xids })
    return continues
  }

  /**
   * Begins to load a projection's hash; the returned function takes what was found. It answers false
   * when the stream broke meanwhile, so that the hash may be older than the break: load again.
   */
  beginLoad(projection: ProjectionName): (found: Watermark | null) => boolean {
    const state = this.#states[projection]
    state.sinceLoad = []
    state.broken = false
    return (found) => {
      const merged = state.broken ? undefined : merge(found, state.sinceLoad ?? [])
      state.sinceLoad = null
      if (merged === undefined) return false
      state.trusted = true
      this.#replace(projection, merged)
      return true
    }
  }

  /** Messages may be missed from here on, until the next load. */
  distrust(): void {
    for (const name of projections) this.#states[name].trusted = false
  }

  /** Those of `names` in which one of the tokens cannot be seen yet. */
  behind(
    names: readonly ProjectionName[],
    tokens: readonly ConsistencyToken[],
  ): readonly ProjectionName[] {
    return names.filter((name) => !tokens.every((token) => this.isSatisfied(name, token)))
  }

  /**
   * Resolves when every token can be seen in every one of the projections, or `stale` after
   * `limitMs`, at the signal, or at once when one of them is known to be stalled.
   */
  waitFor(
    names: readonly ProjectionName[],
    tokens: readonly ConsistencyToken[],
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<Freshness> {
    const behind = this.behind(names, tokens)
    if (behind.length === 0) return Promise.resolve('fresh')
    if (behind.some((name) => this.#states[name].stalled)) return Promise.resolve('stale')
    return new Promise((resolve) => {
      const end = (freshness: Freshness) => {
        clearTimeout(timer)
        this.#waiters.delete(check)
        signal?.removeEventListener('abort', giveUp)
        resolve(freshness)
      }
      const check = () => {
        if (this.behind(names, tokens).length === 0) end('fresh')
      }
      const giveUp = () => end('stale')
      const timer = setTimeout(() => {
        for (const name of this.behind(names, tokens)) this.#states[name].stalled = true
        giveUp()
      }, limitMs)
      this.#waiters.add(check)
      signal?.addEventListener('abort', giveUp)
    })
  }

  #replace(projection: ProjectionName, next: Watermark | null): void {
    const state = this.#states[projection]
    const moved = !isSame(state.watermark, next)
    state.watermark = next
    state.heardAt = this.#clock()
    if (moved) {
      state.movedAt = state.heardAt
      state.stalled = false
    }
    for (const check of this.#waiters) check()
  }
}

/** Whether `news` goes on where `before` was: the same store, and not lower. */
function follows(before: Watermark, news: Watermark): boolean {
  return isSameStore(before, news) && before.lsn <= news.lsn
}

function isSame(one: Watermark | null, other: Watermark | null): boolean {
  if (one === null || other === null) return one === other
  return follows(one, other) && one.lsn === other.lsn && one.xids.at(-1) === other.xids.at(-1)
}

/** A hash and what was published around the time it was read; undefined when they don't fit. */
function merge(
  found: Watermark | null,
  messages: readonly Watermark[],
): Watermark | null | undefined {
  let merged = found
  for (const news of messages) {
    if (merged === null || !isSameStore(merged, news)) return undefined
    const xids = [...merged.xids, ...news.xids].slice(-recentXids)
    merged = { ...merged, lsn: merged.lsn > news.lsn ? merged.lsn : news.lsn, xids }
  }
  return merged
}

function isSameStore(one: Watermark, other: Watermark): boolean {
  return one.incarnation === other.incarnation && one.generation === other.generation
}
