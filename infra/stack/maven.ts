import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { pom, type ArchiveName } from './maven-pom.ts'
import { progress, Refusal } from './progress.ts'

const heartbeatMs = 10_000

function demandMaven(): void {
  const folders = (process.env.PATH ?? '').split(delimiter)
  if (folders.some((folder) => existsSync(join(folder, 'mvn')))) return
  throw new Refusal(
    'Maven (mvn) is needed to fetch the servers, and is not on the PATH. Install it ' +
      '(Debian: apt install maven; macOS: brew install maven).',
  )
}

export type Staged = { archives: ArchiveName[]; kafka: boolean }

/** Has Maven fetch and copy what is wanted into the folder, under the user's own Maven settings. */
export async function stageByMaven(
  stage: string,
  { archives, kafka }: Staged,
  stop: AbortSignal,
): Promise<void> {
  demandMaven()
  progress('fetching servers with Maven (about 250 MB the first time)')
  if (kafka) await runMaven(stage, { archives: [], kafka }, strict, stop)
  if (archives.length > 0) await runMaven(stage, { archives, kafka: false }, lax, stop)
}

const strict = '-C'
// Not every registry has checksums beside the archives, and strictness refuses those without; they
// are held against our own SHA-256 in any case.
const lax = '-c'

async function runMaven(
  stage: string,
  wanted: Staged,
  checksums: string,
  stop: AbortSignal,
): Promise<void> {
  const file = join(stage, 'pom.xml')
  writeFileSync(file, pom(stage, wanted))
  const maven = spawn('mvn', ['-B', checksums, '-f', file, 'package'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: stop,
  })
  const lines: string[] = []
  createInterface({ input: maven.stderr }).on('line', (line) => lines.push(line))
  const heard = { files: 0, last: '' }
  const heartbeat = setInterval(() => {
    progress(`still fetching: ${heard.files} files so far${heard.last && `, now ${heard.last}`}`)
  }, heartbeatMs)
  createInterface({ input: maven.stdout }).on('line', (line) => {
    if (/Downloaded from/.test(line)) heard.files += 1
    if (/Downloading from/.test(line)) heard.last = line.slice(line.lastIndexOf('/') + 1)
    lines.push(line)
  })
  const code = await new Promise((resolve, reject) => {
    maven.once('error', reject)
    maven.once('close', resolve)
  }).finally(() => clearInterval(heartbeat))
  if (code === 0) return
  const errors = lines.filter((line) => /error/i.test(line)).slice(0, 3)
  throw new Refusal(`Maven could not fetch the servers:\n${errors.join('\n')}`)
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

export async function sha256OfFolder(folder: string): Promise<string> {
  const names = readdirSync(folder).toSorted()
  const lines: string[] = []
  for (const name of names) lines.push(`${await sha256Of(join(folder, name))}  ${name}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}

export function demandHash(what: string, found: string, pinned: string): void {
  if (found === pinned) return
  throw new Refusal(`${what} is not what was pinned: its SHA-256 is ${found}, expected ${pinned}`)
}
