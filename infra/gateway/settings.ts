import { Environment, type Variable } from '../environment.ts'

export const gatewayVariables: Variable[] = [
  {
    name: 'HOST',
    form: 'text',
    default: '127.0.0.1',
    meaning: 'The address to listen on',
  },
  { name: 'PORT', form: 'whole number from 0 to 65535', meaning: 'The port to listen on' },
  {
    name: 'SERVICE_NAME',
    form: 'text',
    default: 'gateway',
    meaning: 'What it is called in logs',
  },
  {
    name: 'WRITE_API_URLS',
    form: 'list of URLs, separated by commas',
    meaning: 'The instances of write-api',
  },
  {
    name: 'READ_API_URLS',
    form: 'list of URLs, separated by commas',
    meaning: 'The instances of read-api',
  },
]

export type GatewaySettings = {
  host: string
  port: number
  service: string
  write: URL[]
  read: URL[]
}

/** Reads what the gateway is told; throws a Refusal that names all that is wrong with it. */
export function readGatewaySettings(env: NodeJS.ProcessEnv): GatewaySettings {
  const given = new Environment(env)
  const settings = {
    host: env.HOST || '127.0.0.1',
    port: given.whole('PORT', 0, 65_535),
    service: env.SERVICE_NAME || 'gateway',
    write: given.urls('WRITE_API_URLS'),
    read: given.urls('READ_API_URLS'),
  }
  given.demandUsable()
  return settings
}
