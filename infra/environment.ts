import { Refusal } from './stack/progress.ts'

/** One variable that a program of this room reads; without a default it has to be set. */
export type Variable = { name: string; form: string; default?: string; meaning: string }

/** Reads variables, and collects what is wrong with them, so that all of it can be said at once. */
export class Environment {
  readonly #problems: string[] = []
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** A whole number; when it is left out the fallback, and without one a problem. */
  whole(name: string, least: number, most: number, fallback?: number): number {
    const text = this.#env[name]
    if ((text === undefined || text === '') && fallback !== undefined) return fallback
    const value = Number(text)
    if (text && Number.isInteger(value) && value >= least && value <= most) return value
    const rule = `is not a whole number from ${least} to ${most}`
    this.refuse(text ? `${name}=${text} ${rule}` : `${name} is not set`)
    return least
  }

  /** Web addresses, at least one. Wrong ones are not repeated: there may be a password in them. */
  urls(name: string): URL[] {
    const texts = (this.#env[name] ?? '').split(',').map((one) => one.trim())
    const urls = texts
      .flatMap((one) => (URL.canParse(one) ? [new URL(one)] : []))
      .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:')
    if (urls.length < texts.length) {
      this.refuse(`${name} must be a list of URLs, separated by commas`)
    }
    return urls
  }

  /** Adds a problem. */
  refuse(problem: string): void {
    this.#problems.push(problem)
  }

  /** Throws a Refusal that says all problems, if there are any. */
  demandUsable(): void {
    if (this.#problems.length > 0) throw new Refusal(this.#problems.join('\n  and '))
  }
}
