import { formatPosition, type ConsistencyToken } from '@broadsheet/contracts/token'

const mostTokens = 10_000

/**
 * Since when this instance has known of a token that cannot be seen yet: what `Consistency-Lag`
 * tells. It is never more than the real lag, because the write was answered before that.
 */
export class TokenAges {
  readonly #clock: () => number
  readonly #firstSeen = new Map<string, number>()

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  saw(token: ConsistencyToken): void {
    const text = formatPosition(token)
    if (this.#firstSeen.has(text)) return
    this.#firstSeen.set(text, this.#clock())
    if (this.#firstSeen.size <= mostTokens) return
    const [oldest] = this.#firstSeen.keys()
    if (oldest !== undefined) this.#firstSeen.delete(oldest)
  }

  reached(token: ConsistencyToken): void {
    this.#firstSeen.delete(formatPosition(token))
  }

  /** Ms since the oldest of the tokens was first seen. */
  oldest(tokens: readonly ConsistencyToken[]): number {
    const seen = tokens.map((token) => this.#firstSeen.get(formatPosition(token)))
    const now = this.#clock()
    return Math.max(0, ...seen.map((at) => Math.round(now - (at ?? now))))
  }
}
