import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Secrets = {
  tokenKey: string
  operatorSecret: string
  demoPassword: string
  postgresPassword: string
  clickhousePassword: string
  redisPassword: string
  kafkaClusterId: string
}

const pathIn = (dataDir: string) => join(dataDir, 'secrets.json')

/** Whether this data folder was used before. */
export function hasSecrets(dataDir: string): boolean {
  return existsSync(pathIn(dataDir))
}

/** Made once per data folder; readable by its owner alone. */
export function loadSecrets(dataDir: string): Secrets {
  const path = pathIn(dataDir)
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {}
  const secrets = { ...newSecrets(), ...kept }
  if (Object.keys(kept).length < Object.keys(secrets).length) writePrivately(path, secrets)
  return secrets
}

function newSecrets(): Secrets {
  return {
    tokenKey: randomBytes(32).toString('hex'),
    operatorSecret: randomBytes(24).toString('base64url'),
    demoPassword: randomBytes(12).toString('base64url'),
    postgresPassword: randomBytes(24).toString('base64url'),
    // Of containers; the embedded ones are on loopback without.
    clickhousePassword: randomBytes(24).toString('base64url'),
    redisPassword: randomBytes(24).toString('base64url'),
    kafkaClusterId: newClusterId(),
  }
}

/** Of 16 bytes; never with a hyphen in front, which Kafka's tool would take for an option. */
function newClusterId(): string {
  const bytes = randomBytes(16)
  bytes.writeUInt8(bytes.readUInt8() & 0x7f)
  return bytes.toString('base64url')
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export function writePrivately(path: string, value: unknown): void {
  const half = `${path}.new`
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(half, path)
}
