import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

export type FileLock = { release: () => void }

/**
 * Takes the lock, or answers with the process that holds it. A lock whose holder is gone is free,
 * however the holder ended.
 */
export function tryLock(path: string): FileLock | ProcessIdentity {
  const own = identify(process.pid)
  if (!own) throw new Error('cannot tell when this process started')
  const mine = `${path}.${own.pid}`
  writeFileSync(mine, JSON.stringify(own))
  try {
    for (;;) {
      if (linked(mine, path)) return { release: () => rmSync(path, { force: true }) }
      const holder = holderOf(path)
      if (holder && isAlive(holder)) return holder
      breakLock(path, holder)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Linking a complete file: a lock is never seen half written. */
function linked(mine: string, path: string): boolean {
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function holderOf(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}

/** Of several that find the same dead holder, only the one that makes the marker removes the lock. */
function breakLock(path: string, dead: ProcessIdentity | undefined): void {
  const marker = `${path}.break-${dead?.pid ?? 0}-${dead?.startedAt.replaceAll(/\W/g, '') ?? 0}`
  try {
    closeSync(openSync(marker, 'wx'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Whoever made the marker removed the lock, or died before it could.
    rmSync(marker, { force: true })
    return
  }
  const now = holderOf(path)
  if (now?.pid === dead?.pid && now?.startedAt === dead?.startedAt) unlinkSync(path)
  rmSync(marker, { force: true })
}
