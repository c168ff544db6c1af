import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryLock, type FileLock } from './file-lock.ts'
import { progress } from './progress.ts'

/** Outside the checkout, so that a second clone starts warm. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'broadsheet')
  return process.getuid?.() === 0 ? '/var/cache/broadsheet' : join(homedir(), '.cache/broadsheet')
}

/** A folder of the cache: its name says all that its content depends on. */
export type CacheEntry = { name: string; fill: (folder: string, stage: string) => Promise<void> }

/**
 * Makes what is missing. An entry is filled beside and renamed into place when complete, and of
 * several starts at once one does it while the others wait.
 */
export async function fillCache(
  cache: string,
  entries: CacheEntry[],
  stop: AbortSignal,
  stageFor: (missing: string[], stage: string) => Promise<void>,
): Promise<void> {
  mkdirSync(cache, { recursive: true, mode: 0o755 })
  const missing = () => entries.filter(({ name }) => !existsSync(join(cache, name)))
  if (missing().length === 0) return
  const lock = await waitForLock(join(cache, 'lock'), stop)
  try {
    const toMake = missing()
    if (toMake.length === 0) return
    removeAbandoned(cache)
    const stage = await mkdtemp(join(cache, 'stage-'))
    await stageFor(
      toMake.map(({ name }) => name),
      stage,
    )
    for (const { name, fill } of toMake) {
      stop.throwIfAborted()
      const half = join(stage, name)
      mkdirSync(half, { mode: 0o755 })
      await fill(half, stage)
      renameSync(half, join(cache, name))
    }
    rmSync(stage, { recursive: true })
  } finally {
    lock.release()
  }
}

/** Only the holder of the lock stages anything, so any stage it finds is an ended start's. */
function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (name.startsWith('stage-')) rmSync(join(cache, name), { recursive: true, force: true })
  }
}

async function waitForLock(path: string, stop: AbortSignal): Promise<FileLock> {
  for (let said = false; ; said = true) {
    const lock = tryLock(path)
    if ('release' in lock) return lock
    if (!said) progress(`waiting for another start (pid ${lock.pid}) that is filling the cache`)
    await sleep(500, undefined, { signal: stop })
  }
}
