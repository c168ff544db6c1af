import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivately } from './secrets.ts'

/** Client URLs, complete with credentials. */
export type ServerUrls = {
  postgres: string
  /** The same database, as Kafka Connect reaches it. */
  postgresFromConnect: string
  kafka: string[]
  connect: string
  elasticsearch: string
  clickhouse: string
  redis: string
}

/** What tests, tools and people find the running stack by. */
export type StackDescription = ServerUrls & {
  gateway: string
  writeApi: string[]
  readApi: string[]
  dataDir: string
  /** A server that an engine elsewhere runs has no pid here. */
  processes: Record<string, { pid?: number; log: string }>
}

const pathIn = (dataDir: string) => join(dataDir, 'stack.json')

export function writeStackFile(dataDir: string, description: StackDescription): void {
  writePrivately(pathIn(dataDir), description)
}

export function removeStackFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true })
}
