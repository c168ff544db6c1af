import type { ConsistencyToken } from '@broadsheet/contracts/token'
import { isSatisfied, type Watermark } from '@broadsheet/contracts/watermark'

/** One refresh and how far the store was when it began: that much can be searched after it. */
type Refresh = { covers: Watermark | null; done: Promise<void> }

/**
 * Makes what the search store has applied searchable. Refreshes are shared: one runs at a time, and a
 * request joins one only when everything it must see was applied before that one began.
 */
export class Refresher {
  readonly #refresh: () => Promise<void>
  readonly #watermark: () => Watermark | null
  #running: Refresh | null = null
  #next: Promise<Refresh> | null = null
  #covered: Watermark | null = null

  constructor(refresh: () => Promise<void>, watermark: () => Watermark | null) {
    this.#refresh = refresh
    this.#watermark = watermark
  }

  /** Whether a finished refresh covers the token. */
  covers(token: ConsistencyToken): boolean {
    return this.#isCoveredBy(this.#covered, token)
  }

  /** Resolves when the tokens, all applied by now, are searchable; rejects as the refresh does. */
  async makeSearchable(tokens: readonly ConsistencyToken[]): Promise<void> {
    if (tokens.every((token) => this.covers(token))) return
    const running = this.#running
    if (running && tokens.every((token) => this.#isCoveredBy(running.covers, token))) {
      return running.done
    }
    this.#next ??= this.#afterRunning()
    await (
      await this.#next
    ).done
  }

  /** A store that was swapped or set back has nothing to do with what was refreshed before. */
  #isCoveredBy(covered: Watermark | null, token: ConsistencyToken): boolean {
    const now = this.#watermark()
    return (
      covered !== null &&
      now !== null &&
      covered.incarnation === now.incarnation &&
      covered.generation === now.generation &&
      covered.lsn <= now.lsn &&
      isSatisfied(token, covered)
    )
  }

  async #cover(covers: Watermark | null): Promise<void> {
    await this.#refresh()
    this.#covered = covers
  }

  async #afterRunning(): Promise<Refresh> {
    await this.#running?.done.catch(() => undefined)
    this.#next = null
    const covers = this.#watermark()
    const done = this.#cover(covers)
    const refresh = { covers, done }
    this.#running = refresh
    const clear = () => {
      if (this.#running === refresh) this.#running = null
    }
    done.then(clear, clear)
    return refresh
  }
}
