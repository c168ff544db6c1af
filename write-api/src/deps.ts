import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import type { Redis } from 'ioredis'
import type { CommandDeps } from './commands/answer-command.ts'
import type { Sessions } from './identity/sessions.ts'

/** What the write API is built from. */
export type WriteApi = CommandDeps & {
  log: Log
  metrics: Metrics
  redis: Redis
  sessions: Sessions
  operatorSecret: string
  clock: () => Date
}
