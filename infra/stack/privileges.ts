import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { obstacle, unprivilegedAccount, type Account } from './account.ts'
import { Refusal } from './progress.ts'

const execute = promisify(execFile)

/**
 * Who runs the servers that refuse to run as root. `entersAll` leaves them the one capability of
 * reading and entering any folder: a checkout of root's is mostly below one that is closed.
 */
export type RunAs = Account & { entersAll: boolean }

/** Undefined when this process is not root and runs everything itself. */
export async function chooseRunAs(
  places: { path: string; remedy: string }[],
): Promise<RunAs | undefined> {
  const account = unprivilegedAccount()
  if (!account) return undefined
  for (const { path } of places) mkdirSync(path, { recursive: true, mode: 0o755 })
  const closed = places.find(({ path }) => obstacle(path, account))
  if (!closed) return { ...account, entersAll: false }
  const able = { ...account, entersAll: true }
  if (await canEnter(able, closed.path)) return able
  throw new Refusal(
    `as root, Postgres and Elasticsearch run as ${account.name}, who cannot enter ` +
      `${obstacle(closed.path, account)} on the way to ${closed.path}: ${closed.remedy}`,
  )
}

type Invocation = { command: string; args: string[]; uid?: number; gid?: number }

/** How a command is run as that account; the process has the pid of what is spawned. */
export function invocation(as: RunAs | undefined, command: string, args: string[]): Invocation {
  if (!as) return { command, args }
  if (!as.entersAll) return { command, args, uid: as.uid, gid: as.gid }
  const capability = '+dac_read_search'
  return {
    command: 'setpriv',
    args: [
      `--reuid=${as.uid}`,
      `--regid=${as.gid}`,
      '--clear-groups',
      // Else access(2), by which Elasticsearch and Postgres look at folders, would not count it.
      '--securebits=+no_setuid_fixup',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
      '--',
      command,
      ...args,
    ],
  }
}

async function canEnter(as: RunAs, path: string): Promise<boolean> {
  const { command, args } = invocation(as, 'test', ['-r', path])
  return execute(command, args).then(
    () => true,
    () => false,
  )
}
