type Running = { state: string; answer: Promise<unknown> }

/**
 * Equal questions are asked one at a time. Whoever comes while one is running shares its answer, unless
 * the store got further since it was asked: it may lack what they wrote themselves, so they share the
 * next one. Nothing is kept beyond that.
 */
export class SingleFlight {
  readonly #state: () => string
  readonly #running = new Map<string, Running>()
  readonly #next = new Map<string, Promise<unknown>>()

  /** `state`: how far the store is, as a text that changes when it gets further. */
  constructor(state: () => string) {
    this.#state = state
  }

  /** Settles as `question` does; the same `key` has to mean the same question. */
  ask<T>(key: string, question: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key)
    if (running?.state === this.#state()) return running.answer as Promise<T>
    const next = this.#next.get(key)
    if (next) return next as Promise<T>
    return running ? this.#askAfter(running, key, question) : this.#askNow(key, question)
  }

  #askNow<T>(key: string, question: () => Promise<T>): Promise<T> {
    const running = { state: this.#state(), answer: question() }
    this.#running.set(key, running)
    const clear = () => this.#running.delete(key)
    running.answer.then(clear, clear)
    return running.answer
  }

  #askAfter<T>({ answer }: Running, key: string, question: () => Promise<T>): Promise<T> {
    const now = () => {
      this.#next.delete(key)
      return this.#askNow(key, question)
    }
    const next = answer.then(now, now)
    this.#next.set(key, next)
    return next
  }
}
