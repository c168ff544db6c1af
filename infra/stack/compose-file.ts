import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { repository } from './own-processes.ts'

/** A service of docker-compose.yml, as far as its servers use the format. */
export type ComposeService = {
  image: string
  user?: string
  command?: string[]
  environment?: Record<string, string>
  /** `name:/path/in/the/container` */
  volumes?: string[]
  tmpfs?: string[]
  read_only?: boolean
  shm_size?: string
  stop_signal?: string
  stop_grace_period: string
}

/** The services of docker-compose.yml with its variables filled in; one that is needed and not given throws. */
export function readCompose(env: Record<string, string | undefined>) {
  const text = readFileSync(join(repository, 'docker-compose.yml'), 'utf8')
  const { services } = parse(text, {
    merge: true,
    // Our own file: what it repeats is no attack.
    maxAliasCount: -1,
    reviver: (_, value) => filledIn(value, env),
  }) as { services: Record<string, ComposeService> }
  return services
}

/** `${NAME}`, `${NAME:-otherwise}`, `${NAME-otherwise}` and `${NAME:?complaint}`, in one another as well. */
function filledIn(value: unknown, env: Record<string, string | undefined>): unknown {
  if (typeof value !== 'string') return value
  const variable = /\$\{(\w+)(?:(:?[-?])([^${}]*))?\}/
  let text = value
  for (let found = variable.exec(text); found; found = variable.exec(text)) {
    const [whole, name = '', operator = '', other = ''] = found
    const given = operator.startsWith(':') ? env[name] || undefined : env[name]
    if (given === undefined && operator.endsWith('?')) throw new Error(`${name} ${other}`)
    text = text.replace(whole, () => given ?? other)
  }
  return text
}

const units: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** `256m` in bytes. */
export function bytesOf(size: string): number {
  const [, count = '', unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(size) ?? []
  return Number(count) * (units[unit.toLowerCase()] ?? 1)
}

/** `15s` in seconds. */
export function secondsOf(duration: string): number {
  return Number(/^(\d+)s$/.exec(duration)?.[1])
}
