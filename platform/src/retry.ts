import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

/** Does it again until it works, waiting 50 ms at first and 1 s at most: what it needs may start later. */
export async function untilDone<T>(log: Log, work: () => Promise<T>): Promise<T> {
  for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
    try {
      return await work()
    } catch (error) {
      log.warn({ err: error }, 'not yet, trying again')
      await pause(delay)
    }
  }
}
