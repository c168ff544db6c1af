import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A pid alone is used again sooner or later; together with its start time it is one process. */
export type ProcessIdentity = { pid: number; startedAt: string }

/** Field 22 of /proc/<pid>/stat; the second field may hold spaces and brackets, so count from its end. */
export function startTimeInStat(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

/** When the process started, in a form only good for comparing; undefined when there is none. */
export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const state = stat.slice(stat.lastIndexOf(')') + 2)[0]
      return state === 'Z' ? undefined : startTimeInStat(stat)
    }
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return text.trim() || undefined
  } catch {
    return undefined
  }
}

export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = startTimeOf(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startedAt
}
