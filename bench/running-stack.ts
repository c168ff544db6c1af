import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a benchmark talks to; of a stack known by its gateway alone, the rest is undefined. */
export type RunningStack = {
  gateway: string
  readApi: string | undefined
  postgres: string | undefined
  elasticsearch: string | undefined
}

/** The stack of a data folder's `stack.json`, or the one behind a gateway. */
export function findStack(dataDir: string, gateway: string | undefined): RunningStack {
  if (gateway !== undefined) {
    const inner = { readApi: undefined, postgres: undefined, elasticsearch: undefined }
    return { gateway: gateway.replace(/\/+$/, ''), ...inner }
  }
  const path = join(dataDir, 'stack.json')
  try {
    const { gateway, readApi, postgres, elasticsearch } = JSON.parse(readFileSync(path, 'utf8'))
    return { gateway, readApi: readApi[0], postgres, elasticsearch }
  } catch {
    throw new Error(`no stack runs on ${dataDir} (npm start), and --url names none`)
  }
}
