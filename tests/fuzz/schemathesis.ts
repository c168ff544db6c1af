import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const requirements = join(import.meta.dirname, 'requirements.txt')

/** What stands in the way of a run, in words for whoever started it. */
export class Obstacle extends Error {
  override name = 'Obstacle'
}

/** The command of the pinned schemathesis, which is installed once into the user's cache. */
export function installSchemathesis(env = process.env): string {
  const pins = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'broadsheet')
  const folder = join(cache, `schemathesis-${pins}`)
  const command = join(folder, 'bin/st')
  if (existsSync(command)) return command
  demandPython()
  mkdirSync(cache, { recursive: true })
  // The command is the last thing that an installation makes: without it, what is there is half of one.
  rmSync(folder, { recursive: true, force: true })
  console.log(`installing schemathesis into ${folder}`)
  demand(
    ['python3', '-m', 'venv', folder],
    'python3 cannot make a venv: install its venv module (on Debian: apt install python3-venv)',
  )
  demand(
    [
      join(folder, 'bin/pip'),
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      requirements,
    ],
    `schemathesis could not be installed from the Python package index (see above)`,
  )
  return command
}

function demandPython(): void {
  const { status, stdout } = spawnSync(
    'python3',
    ['-c', 'import sys; print(sys.version_info >= (3, 11))'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Obstacle('the fuzz run needs python3 (3.11 or newer) on the PATH')
  if (stdout.trim() !== 'True') throw new Obstacle('the fuzz run needs Python 3.11 or newer')
}

function demand([program = '', ...args]: string[], otherwise: string): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Obstacle(otherwise)
}
