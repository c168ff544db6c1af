import { resolve } from 'node:path'
import { Refusal } from './progress.ts'

export type Settings = {
  port: number
  dataDir: string
  writeApis: number
  readApis: number
  demo: boolean
  serversOnly: boolean
  watch: boolean
  /** Passed on to our processes as they are. */
  rateLimits: string | undefined
  logLevel: string | undefined
}

/** Reads what `npm start` may be told; throws a Refusal that names what cannot be. */
export function readSettings(env: NodeJS.ProcessEnv, args: string[]): Settings {
  refuseOtherStacks(env.STACK ?? 'embedded')
  return {
    port: whole(env, 'PORT', 8080, 0, 65_535),
    dataDir: resolve(env.DATA_DIR || '.data'),
    writeApis: whole(env, 'WRITE_APIS', 1, 1, 16),
    readApis: whole(env, 'READ_APIS', 1, 1, 16),
    demo: env.DEMO !== '0',
    serversOnly: env.SERVERS_ONLY === '1',
    watch: args.includes('--watch'),
    rateLimits: env.RATE_LIMITS,
    logLevel: env.LOG_LEVEL,
  }
}

function refuseOtherStacks(stack: string): void {
  if (stack === 'embedded') return
  if (stack === 'containers' || stack === 'external') {
    throw new Refusal(`STACK=${stack} does not exist yet; only STACK=embedded does`)
  }
  throw new Refusal(`STACK=${stack} is unknown; STACK=embedded is what there is`)
}

function whole(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Refusal(`${name}=${text} is not a whole number from ${least} to ${most}`)
}
