import { execFile } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from './progress.ts'
import { versions } from './versions.ts'

/** Each holds JDKs in folders of its own; JDK_FOLDERS names others instead. */
const usualFolders = [
  '/usr/lib/jvm',
  '/usr/java',
  '/opt',
  join(homedir(), '.sdkman/candidates/java'),
  '/Library/Java/JavaVirtualMachines',
  '/opt/homebrew/opt',
  '/usr/local/opt',
]

const execute = promisify(execFile)

export type Jdk = { home: string; major: number }

/** The major version in what `java -version` prints; 1.8 counts as 8. */
export function majorOf(versionText: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionText)
  return match ? Number(match[1]) : undefined
}

/** The newest that will do; of equals the one found first. */
export function newest(found: Jdk[], least: number): Jdk | undefined {
  const fit = found.filter(({ major }) => major >= least)
  return fit.reduce<Jdk | undefined>(
    (best, jdk) => (best && best.major >= jdk.major ? best : jdk),
    undefined,
  )
}

/** Looks where JDKs usually stand and takes the newest that has a compiler and that `usable` allows. */
export async function findJdk(usable: (home: string) => boolean): Promise<Jdk> {
  const homes = [
    ...new Set((await candidates()).filter((home) => existsSync(join(home, 'bin/javac')))),
  ]
  const found = (await Promise.all(homes.map(inspect))).filter((jdk) => jdk !== undefined)
  const best = newest(
    found.filter(({ home }) => usable(home)),
    versions.leastJdk,
  )
  if (best) return best
  const seen = found.map(({ home, major }) => `${major} in ${home}`).join(', ')
  throw new Refusal(
    `a JDK ${versions.leastJdk} or newer is needed by Elasticsearch and Kafka, and none was found` +
      `${seen ? ` (only ${seen})` : ''}. Install one (Debian: temurin-25-jdk or openjdk-21-jdk-headless; ` +
      `macOS: brew install openjdk) or set JAVA_HOME to it.`,
  )
}

async function inspect(home: string): Promise<Jdk | undefined> {
  try {
    const { stdout, stderr } = await execute(join(home, 'bin/java'), ['-version'])
    const major = majorOf(stderr + stdout)
    return major === undefined ? undefined : { home, major }
  } catch {
    return undefined
  }
}

async function candidates(): Promise<string[]> {
  const { JAVA_HOME, JDK_FOLDERS, PATH = '' } = process.env
  const onPath = PATH.split(delimiter)
    .map((folder) => join(folder, 'java'))
    .filter((java) => existsSync(java))
    .map((java) => dirname(dirname(realpathSync(java))))
  const folders = JDK_FOLDERS?.split(delimiter) ?? usualFolders
  return [
    ...(JAVA_HOME ? [JAVA_HOME] : []),
    ...onPath,
    ...folders.flatMap(inside),
    ...(await macHome()),
  ].flatMap((home) => [home, join(home, 'Contents/Home')])
}

function inside(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return existsSync(path) ? [realpathSync(path)] : []
  })
}

async function macHome(): Promise<string[]> {
  const tool = '/usr/libexec/java_home'
  if (!existsSync(tool)) return []
  return execute(tool).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  )
}
