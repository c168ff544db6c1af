const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Wall-clock time of a zone. Instants are ms since 1970; so are wall times, read as if in UTC. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat

  /** `name` is an IANA zone; throws a RangeError for another text. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  }

  /** Ms ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    const name = this.#format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')
    const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name?.value ?? '')
    if (!match) return 0
    const [, sign, hours, minutes, seconds] = match
    const size = Number(hours) * hourMs + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1_000
    return sign === '-' ? -size : size
  }

  wallAt(instant: number): number {
    return instant + this.offsetAt(instant)
  }

  /**
   * The first instant at which the zone's clocks show `wall`; where they jump over it (summer time
   * begins), the instant of the jump.
   */
  instantOf(wall: number): number {
    const candidates = [wall - dayMs, wall + dayMs].map((near) => wall - this.offsetAt(near))
    const exact = candidates.filter((instant) => this.wallAt(instant) === wall)
    if (exact.length > 0) return Math.min(...exact)
    return this.#jumpBetween(Math.min(...candidates), Math.max(...candidates))
  }

  /** The first instant after `low` with the offset of `high`. */
  #jumpBetween(low: number, high: number): number {
    const after = this.offsetAt(high)
    let [before, at] = [low, high]
    while (at - before > 1) {
      const middle = Math.floor((before + at) / 2)
      if (this.offsetAt(middle) === after) at = middle
      else before = middle
    }
    return at
  }
}
