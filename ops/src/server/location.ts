import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'

export type LocationSettings = {
  /** The folder of a stack that `npm start` runs, with its `stack.json` and `secrets.json`. */
  dataDir: string
  gatewayUrl: string | undefined
  operatorSecret: string | undefined
}
/** `url` has no slash at its end. */
export type Server = { url: string; operatorSecret: string }

const stackFile = z.object({ gateway: z.string() })
const secretsFile = z.object({ operatorSecret: z.string() })

/** What is given goes before what lies in the data folder. */
export function findServer(settings: LocationSettings): Server {
  const { dataDir, gatewayUrl, operatorSecret } = settings
  return {
    url: originOf(gatewayUrl ?? readField(dataDir, 'stack.json', stackFile).gateway),
    operatorSecret:
      operatorSecret ?? readField(dataDir, 'secrets.json', secretsFile).operatorSecret,
  }
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Refusal(`${text} is not an http address of a gateway`)
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

const otherWay = {
  'stack.json': 'or say where the gateway is with --url or GATEWAY_URL',
  'secrets.json': 'or give the import credential in OPERATOR_SECRET',
}

function readField<T>(dataDir: string, name: keyof typeof otherWay, schema: z.ZodType<T>): T {
  const path = join(dataDir, name)
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? `there is no ${path}: is it running? (npm start)`
        : `${path} cannot be read${code ? ` (${code})` : ': it is not what npm start writes'}`
    throw new Refusal(`${why}\n${otherWay[name]}`)
  }
}

/** The field `demoPassword` of the data folder's secrets, if there is one. */
export function readDemoPassword(dataDir: string): string | undefined {
  try {
    const text = readFileSync(join(dataDir, 'secrets.json'), 'utf8')
    return z.object({ demoPassword: z.string() }).parse(JSON.parse(text)).demoPassword
  } catch {
    return undefined
  }
}
