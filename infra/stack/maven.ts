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

/** Has Maven fetch and copy, with strict checksums, under the user's own Maven settings. */
export async function stageByMaven(
  stage: string,
  wanted: { archives: ArchiveName[]; kafka: boolean },
): Promise<void> {
  demandMaven()
  const file = join(stage, 'pom.xml')
  writeFileSync(file, pom(stage, wanted))
  progress('fetching servers with Maven (about 250 MB the first time)')
  const maven = spawn('mvn', ['-B', '-C', '-f', file, 'package'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
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
  if (code !== 0) {
    const errors = lines.filter((line) => line.startsWith('[ERROR]')).slice(0, 6)
    throw new Refusal(`Maven could not fetch the servers:\n${errors.join('\n')}`)
  }
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
