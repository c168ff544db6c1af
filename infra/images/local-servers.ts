import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serverArguments } from '../stack/elasticsearch-arguments.ts'
import { jvmArguments, log4jToStdout as elasticsearchLog } from '../stack/elasticsearch.ts'
import { log4jToStdout, properties } from '../stack/kafka.ts'

export type Command = {
  command: string
  args: string[]
  input?: Buffer
  env?: Record<string, string>
}

const java = '/opt/jdk/bin/java'
const kafkaLibs = '/opt/kafka/libs'
const { env } = process

/** As the official image: `POSTGRES_PASSWORD`, `POSTGRES_DB`, `POSTGRES_INITDB_ARGS`, a data folder per major. */
export async function postgres(args: string[]): Promise<Command> {
  const data = env.PGDATA ?? '/var/lib/postgresql/18/docker'
  const bin = '/opt/postgres/bin'
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const password = '/tmp/password'
    writeFileSync(password, env.POSTGRES_PASSWORD ?? '', { mode: 0o600 })
    mkdirSync(data, { recursive: true, mode: 0o700 })
    const how = ['-D', data, '-U', 'postgres', `--pwfile=${password}`, '--auth=scram-sha-256']
    execFileSync(join(bin, 'initdb'), [...how, ...words(env.POSTGRES_INITDB_ARGS)], {
      stdio: 'inherit',
    })
    const create = `CREATE DATABASE ${env.POSTGRES_DB ?? 'postgres'}\n`
    execFileSync(join(bin, 'postgres'), ['--single', '-D', data, 'postgres'], { input: create })
    appendFileSync(join(data, 'pg_hba.conf'), 'host all all all scram-sha-256\n')
    rmSync(password)
  }
  const [, ...options] = args
  return {
    command: join(bin, 'postgres'),
    args: ['-D', data, '-c', 'listen_addresses=*', ...options],
  }
}

/** As the official image: `KAFKA_LOG_DIRS` is `log.dirs`, formatted for `CLUSTER_ID` when it is new. */
export async function kafka(): Promise<Command> {
  const settings = fromEnvironment('KAFKA_', ['KAFKA_HEAP_OPTS'])
  const config = '/tmp/server.properties'
  writeFileSync(config, properties(settings))
  writeFileSync('/tmp/log4j2.properties', log4jToStdout)
  const clusterId = env.CLUSTER_ID ?? ''
  const format = ['format', '-t', clusterId, '-c', config, '--ignore-formatted']
  execFileSync(java, [...jvm('-Xmx128m'), 'kafka.tools.StorageTool', ...format])
  return { command: java, args: [...jvm(env.KAFKA_HEAP_OPTS), 'kafka.Kafka', config] }
}

/** As Debezium's image: `CONNECT_…` and its short names; converters are JSON unless told otherwise. */
export async function connect(): Promise<Command> {
  const json = 'org.apache.kafka.connect.json.JsonConverter'
  const short = {
    'bootstrap.servers': env.BOOTSTRAP_SERVERS,
    'group.id': env.GROUP_ID,
    'config.storage.topic': env.CONFIG_STORAGE_TOPIC,
    'offset.storage.topic': env.OFFSET_STORAGE_TOPIC,
    'status.storage.topic': env.STATUS_STORAGE_TOPIC,
    'offset.flush.interval.ms': env.OFFSET_FLUSH_INTERVAL_MS,
    'task.shutdown.graceful.timeout.ms': env.SHUTDOWN_TIMEOUT,
    'key.converter': env.KEY_CONVERTER ?? json,
    'value.converter': env.VALUE_CONVERTER ?? json,
    'plugin.path': '/opt/connect/plugins',
  }
  const given = Object.entries(short).flatMap(([key, value]) => (value ? [[key, value]] : []))
  const config = '/tmp/connect.properties'
  writeFileSync(
    config,
    properties({ ...Object.fromEntries(given), ...fromEnvironment('CONNECT_', []) }),
  )
  writeFileSync('/tmp/log4j2.properties', log4jToStdout)
  const main = 'org.apache.kafka.connect.cli.ConnectDistributed'
  return { command: java, args: [...jvm(env.HEAP_OPTS), main, config] }
}

/** As the official image: settings by their own names, such as `discovery.type`, and `ES_JAVA_OPTS`. */
export async function elasticsearch(): Promise<Command> {
  const home = '/usr/share/elasticsearch'
  const [config, logs, tmp] = ['/tmp/es/config', '/tmp/es/logs', '/tmp/es/tmp'] as const
  for (const folder of [config, logs, tmp]) mkdirSync(folder, { recursive: true })
  execFileSync('cp', ['-r', join(home, 'config/.'), config])
  writeFileSync(join(config, 'log4j2.properties'), elasticsearchLog)
  const given = Object.entries(env).filter(([name]) => /^[a-z_]+\.[a-z_.]+$/.test(name))
  const settings = {
    'path.home': home,
    'path.data': join(home, 'data'),
    'path.logs': logs,
    'network.host': '0.0.0.0',
    ...(Object.fromEntries(given) as Record<string, string>),
  }
  return {
    command: java,
    // Of two sizes of the heap the later one would win.
    args: [...words(env.ES_JAVA_OPTS), ...jvmArguments(home, tmp).filter((one) => !heapSize(one))],
    input: serverArguments({ settings, config, logs }),
    env: { LIBFFI_TMPDIR: tmp },
  }
}

/** ClickHouse's engine behind its HTTP interface; whoever asks is let in. */
export async function clickhouse(): Promise<Command> {
  return {
    command: process.execPath,
    args: [join(import.meta.dirname, '../stack/clickhouse-host.ts')],
    env: {
      HOST: '0.0.0.0',
      PORT: '8123',
      FOLDER: '/var/lib/clickhouse',
      UV_THREADPOOL_SIZE: '8',
    },
  }
}

/** `_` is `.`, `__` is `-`, `___` is `_`, as in the Kafka images. */
function fromEnvironment(prefix: string, except: string[]): Record<string, string> {
  const names: Record<number, string> = { 1: '.', 2: '-', 3: '_' }
  const entries = Object.entries(env).flatMap(([name, value]) => {
    if (!name.startsWith(prefix) || except.includes(name) || value === undefined) return []
    const key = name.slice(prefix.length).toLowerCase()
    return [[key.replaceAll(/_{1,3}/g, (run) => names[run.length] ?? run), value]]
  })
  return Object.fromEntries(entries) as Record<string, string>
}

const heapSize = (option: string) => /^-Xm[sx]/.test(option)

const words = (text = '') => text.split(' ').filter((word) => word !== '')

const jvm = (heap: string | undefined) => [
  ...words(heap),
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.awt.headless=true',
  '-Duser.timezone=UTC',
  '-Dlog4j2.configurationFile=/tmp/log4j2.properties',
  '-cp',
  `${kafkaLibs}/*`,
]
