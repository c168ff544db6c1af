import { resolve } from 'node:path'
import { Environment, type Variable } from '../environment.ts'
import type { ServerUrls } from './stack-file.ts'

export const launcherVariables: Variable[] = [
  {
    name: 'PORT',
    form: 'whole number from 0 to 65535',
    default: '8080',
    meaning: 'The port of the gateway, the one that clients use; 0: a free one',
  },
  {
    name: 'DATA_DIR',
    form: 'folder',
    default: '.data',
    meaning: 'Where everything is kept: data, secrets, logs and `stack.json`',
  },
  {
    name: 'STACK',
    form: 'embedded, containers, external',
    default: 'embedded',
    meaning: 'How the servers are run: as child processes, as containers, or by somebody else',
  },
  {
    name: 'WRITE_APIS',
    form: 'whole number from 1 to 16',
    default: '1',
    meaning: 'How many instances of write-api',
  },
  {
    name: 'READ_APIS',
    form: 'whole number from 1 to 16',
    default: '1',
    meaning: 'How many instances of read-api',
  },
  {
    name: 'DEMO',
    form: '0, or anything else',
    default: '1',
    meaning: 'Whether a new data folder gets articles to look at',
  },
  {
    name: 'SERVERS_ONLY',
    form: '1, or anything else',
    default: '0',
    meaning: 'Whether our own processes are left out, to be started by hand',
  },
  {
    name: 'LOG_LEVEL',
    form: 'debug, info, warn, error, silent',
    default: 'info',
    meaning: 'The least important log lines that our processes write',
  },
  {
    name: 'XDG_CACHE_HOME',
    form: 'folder',
    default: '/var/cache for root, else ~/.cache',
    meaning: 'Where, in a folder `broadsheet`, the servers are installed, for every checkout',
  },
]

/** What `STACK=external` has to be told: where the servers are. */
export const externalVariables: Variable[] = [
  { name: 'POSTGRES_URL', form: 'URL', meaning: 'The database, with its credentials' },
  {
    name: 'CONNECT_POSTGRES_URL',
    form: 'URL',
    default: 'POSTGRES_URL',
    meaning: 'The same database, as Kafka Connect reaches it',
  },
  { name: 'KAFKA_BROKERS', form: 'list, separated by commas', meaning: 'Where Kafka is' },
  {
    name: 'KAFKA_TLS',
    form: 'off, on',
    default: 'off',
    meaning: 'As our processes have it, like the three that follow',
  },
  {
    name: 'KAFKA_SASL_MECHANISM',
    form: 'none, plain, scram-sha-256, scram-sha-512',
    default: 'none',
    meaning: 'How our processes sign in to Kafka; Kafka Connect is told by whoever runs it',
  },
  { name: 'KAFKA_USERNAME', form: 'text', default: '', meaning: 'Who signs in to Kafka' },
  {
    name: 'KAFKA_PASSWORD',
    form: 'text',
    default: '',
    meaning: 'The password for it (secret)',
  },
  { name: 'CONNECT_URL', form: 'URL', meaning: "Kafka Connect's REST interface" },
  { name: 'ELASTICSEARCH_URL', form: 'URL', meaning: 'Where Elasticsearch is' },
  { name: 'CLICKHOUSE_URL', form: 'URL', meaning: 'Where ClickHouse is, with its credentials' },
  { name: 'REDIS_URL', form: 'URL', meaning: 'Where Redis is' },
  {
    name: 'NODE_EXTRA_CA_CERTS',
    form: 'file',
    default: '',
    meaning:
      'Certificates of authorities, besides the well-known ones, that servers may be signed by',
  },
]

const stacks = ['embedded', 'containers', 'external'] as const

export type Settings = {
  stack: (typeof stacks)[number]
  /** Where the servers of `external` are. */
  external: ServerUrls
  /** What our processes are told of the way to them besides, by the names of their variables. */
  kafkaAccess: Record<string, string>
  authorities: Record<string, string>
  port: number
  dataDir: string
  writeApis: number
  readApis: number
  demo: boolean
  serversOnly: boolean
  watch: boolean
  /** What is passed on to the APIs as it is. */
  apis: Record<string, string>
  /** Passed on to our processes as it is. */
  logLevel: string | undefined
}

/** Reads what `npm start` may be told; throws a Refusal that names all that cannot be. */
export function readSettings(env: NodeJS.ProcessEnv, args: string[]): Settings {
  const given = new Environment(env)
  const stack = stacks.find((one) => one === (env.STACK || 'embedded'))
  if (!stack) given.refuse(`STACK=${env.STACK} is unknown; it is ${stacks.join(', ')}`)
  const settings = {
    stack: stack ?? 'embedded',
    external: externalServers(given, env, stack === 'external'),
    kafkaAccess: stack === 'external' ? kafkaAccess(given, env) : {},
    authorities: stack === 'external' ? setOf(env, ['NODE_EXTRA_CA_CERTS']) : {},
    port: given.whole('PORT', 0, 65_535, 8080),
    dataDir: resolve(env.DATA_DIR || '.data'),
    writeApis: given.whole('WRITE_APIS', 1, 16, 1),
    readApis: given.whole('READ_APIS', 1, 16, 1),
    demo: env.DEMO !== '0',
    serversOnly: env.SERVERS_ONLY === '1',
    watch: args.includes('--watch'),
    apis: passedOn(env),
    logLevel: env.LOG_LEVEL,
  }
  given.demandUsable()
  return settings
}

const isUrl = (text: string) => /^\w+:\/\//.test(text) && URL.canParse(text)

/** What the APIs may be told through the launcher, besides `CORS_ORIGINS`. */
export const passedOnNames = [
  'PUBLIC_URL',
  'SYNONYMS_FILE',
  'SITE_TITLE',
  'ARTICLE_PAGE',
  'SESSION_IDLE_DAYS',
  'SESSION_MAX_DAYS',
  'RATE_LIMITS',
  'RATE_SIGN_INS_PER_ADDRESS',
  'RATE_FAILURES_PER_ACCOUNT',
  'RATE_REGISTRATIONS_PER_ADDRESS',
]

function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = setOf(env, passedOnNames)
  // Empty, it says that no other origin may ask.
  return env.CORS_ORIGINS === undefined ? given : { ...given, CORS_ORIGINS: env.CORS_ORIGINS }
}

function setOf(env: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}

function kafkaAccess(given: Environment, env: NodeJS.ProcessEnv): Record<string, string> {
  const user = ['KAFKA_USERNAME', 'KAFKA_PASSWORD']
  const access = setOf(env, ['KAFKA_TLS', 'KAFKA_SASL_MECHANISM', ...user])
  const { KAFKA_SASL_MECHANISM: mechanism = 'none' } = access
  for (const name of mechanism === 'none' ? [] : user) {
    if (!access[name]) given.refuse(`KAFKA_SASL_MECHANISM=${mechanism}, and ${name} is not set`)
  }
  return access
}

function externalServers(given: Environment, env: NodeJS.ProcessEnv, needed: boolean): ServerUrls {
  for (const { name, default: other } of externalVariables) {
    const value = env[name]
    if (!needed || other !== undefined) continue
    if (!value) given.refuse(`STACK=external, and ${name} is not set`)
    // Not repeated: there may be a password in it.
    else if (name.endsWith('_URL') && !isUrl(value)) given.refuse(`${name} is not a URL`)
  }
  const { POSTGRES_URL = '', CONNECT_POSTGRES_URL, KAFKA_BROKERS = '' } = env
  return {
    postgres: POSTGRES_URL,
    postgresFromConnect: CONNECT_POSTGRES_URL || POSTGRES_URL,
    kafka: KAFKA_BROKERS.split(',').map((one) => one.trim()),
    connect: env.CONNECT_URL ?? '',
    elasticsearch: env.ELASTICSEARCH_URL ?? '',
    clickhouse: env.CLICKHOUSE_URL ?? '',
    redis: env.REDIS_URL ?? '',
  }
}
