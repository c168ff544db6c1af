import { existsSync, readFileSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal } from './progress.ts'

export type Account = { name: string; uid: number; gid: number }

/** Nobody, when this process is root; undefined when it may run everything as itself. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseAccount)
  const nobody = accounts.find((account) => account?.name === 'nobody')
  if (!nobody) throw new Refusal('as root, an account named nobody is needed for the servers')
  return nobody
}

export function parseAccount(line: string): Account | undefined {
  const [name, , uid, gid] = line.split(':')
  if (!name || !uid || !gid) return undefined
  // A negative id (macOS) is this number in the kernel.
  return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
}

/** Whether that account may enter (a folder) or read and run (a file), by the mode bits. */
export function mayUse(
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  who: Account,
): boolean {
  const bits = uid === who.uid ? mode >> 6 : gid === who.gid ? mode >> 3 : mode
  return (bits & 0o1) !== 0
}

/** The nearest folder at or above `path` that the account cannot enter. */
export function obstacle(path: string, who: Account): string | undefined {
  const above = dirname(path)
  const higher = above === path ? undefined : obstacle(above, who)
  if (higher) return higher
  if (!existsSync(path)) return undefined
  return mayUse(statSync(path), who) ? undefined : path
}
