import type { Trust } from '@broadsheet/platform/client-address'
import type { Log } from '@broadsheet/platform/log'
import type { Metrics } from '@broadsheet/platform/metrics'
import type { Site } from '@broadsheet/platform/site'
import type { Redis } from 'ioredis'
import type { CommandDeps } from './commands/answer-command.ts'
import type { Sessions } from './identity/sessions.ts'
import type { SignInLimits } from './identity/sign-in-limits.ts'

/** What the write API is built from. */
export type WriteApi = CommandDeps & {
  log: Log
  metrics: Metrics
  redis: Redis
  sessions: Sessions
  limits: SignInLimits
  site: Site
  /** The proxies whose word of a client's address is believed. */
  trust: Trust
  operatorSecret: string
  clock: () => Date
}
