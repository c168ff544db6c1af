import { resolve } from 'node:path'
import { Environment, type Variable } from '../environment.ts'

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
    form: 'embedded',
    default: 'embedded',
    meaning: 'How the servers are run: as child processes',
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

export type Settings = {
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
  refuseOtherStacks(given, env.STACK || 'embedded')
  const settings = {
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
  const given = Object.fromEntries(
    passedOnNames.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  )
  // Empty, it says that no other origin may ask.
  return env.CORS_ORIGINS === undefined ? given : { ...given, CORS_ORIGINS: env.CORS_ORIGINS }
}

function refuseOtherStacks(given: Environment, stack: string): void {
  if (stack === 'embedded') return
  if (stack === 'containers' || stack === 'external') {
    given.refuse(`STACK=${stack} does not exist yet; only STACK=embedded does`)
  } else {
    given.refuse(`STACK=${stack} is unknown; STACK=embedded is what there is`)
  }
}
