import type { Log } from './log.ts'

/**
 * Runs `stop` once at the first SIGINT or SIGTERM, then ends the process; past `limitMs` it ends
 * anyway. A second signal changes nothing: a process group may be told twice.
 */
export function onShutdown(log: Log, stop: () => Promise<void>, limitMs = 10_000): void {
  let stopping = false
  const begin = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), limitMs).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stop failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', begin)
  process.on('SIGTERM', begin)
}
