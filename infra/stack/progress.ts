const started = performance.now()

/** One plain line with the seconds since the start, for terminals and log files alike. */
export function progress(message: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
  console.log(`${seconds}s  ${message}`)
}

/** A reason not to start or go on that its user can do something about; shown without a stack. */
export class Refusal extends Error {
  override name = 'Refusal'
}
