import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const parts = [
  'gateway',
  'readApi',
  'postgres',
  'kafka',
  'elasticsearch',
  'clickhouse',
  'redis',
] as const
type Part = (typeof parts)[number]

/** Everything of a stack that a benchmark may talk to, by URL. */
export type WholeStack = Record<Part, string>
/** What a benchmark talks to; of a stack known by its gateway alone, the rest is undefined. */
export type RunningStack = { gateway: string } & { [part in Part]?: string | undefined }

/** The stack of a data folder's `stack.json`, or the one behind a gateway. */
export function findStack(dataDir: string, gateway: string | undefined): RunningStack {
  if (gateway !== undefined) return { gateway: gateway.replace(/\/+$/, '') }
  return wholeStack(dataDir)
}

/** The operator's credential of the stack of a data folder, as `npm run ops` finds it. */
export function operatorSecretOf(dataDir: string): string {
  const given = process.env.OPERATOR_SECRET
  if (given) return given
  return JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).operatorSecret
}

/** The stack of a data folder, with all its parts. */
export function wholeStack(dataDir: string): WholeStack {
  const described = descriptionIn(dataDir)
  const urls = parts.map((part) => [part, [described[part]].flat()[0]])
  return Object.fromEntries(urls) as WholeStack
}

function descriptionIn(dataDir: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8'))
  } catch {
    throw new Error(`no stack runs on ${dataDir} (npm start)`)
  }
}
