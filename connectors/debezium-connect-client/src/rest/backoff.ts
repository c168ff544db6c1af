export type RetryPolicy = {
  /** Retries after the first try. */
  limit: number
  /** Pause before the first retry, in milliseconds; it doubles with every further one. */
  baseMs: number
  /** Longest pause, in milliseconds. */
  maxMs: number
}

/** About 14 seconds in all, longer than a rebalance of healthy workers takes. */
export const DEFAULT_RETRY: RetryPolicy = { limit: 12, baseMs: 100, maxMs: 2_000 }

/**
 * Milliseconds to wait before the given retry, counted from 1. Between half of the doubling pause
 * and all of it, so that clients that failed together don't come back together.
 */
export function backoffMs(
  retry: number,
  { baseMs, maxMs }: RetryPolicy,
  random: () => number = Math.random,
): number {
  const pause = Math.min(maxMs, baseMs * 2 ** (retry - 1))
  return pause / 2 + (pause / 2) * random()
}

/** Resolves after the time, or rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
