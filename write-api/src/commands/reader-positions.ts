import { hiddenKey, projections, userTokensKey, watermarkKey } from '@broadsheet/contracts/names'
import { formatPosition, type ConsistencyToken } from '@broadsheet/contracts/token'
import type { Log } from '@broadsheet/platform/log'
import type { Redis, Result } from 'ioredis'
import { setTimeout as sleep } from 'node:timers/promises'
import { within } from '@broadsheet/platform/within'
import { rememberPosition } from './positions-script.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    rememberPosition(...keysAndArguments: (string | number)[]): Result<number, Context>
  }
}

/** What a command changed for its readers: the article it took from their sight, or gave back. */
export type Visibility = { hide?: string | undefined; show?: string | undefined }

/** Where readers are told, before a command is answered, what they must wait for. */
export type ReaderPositions = {
  /** Never rejects: the command is committed. What Redis did not take at once is retried. */
  remember: (userId: string, token: ConsistencyToken, changed: Visibility) => Promise<void>
}

const mostMembers = 64
const lifeSeconds = 30 * 24 * 3600
const patienceMs = 1_000
const retryDelaysMs = [100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000]
const watermarkKeys = projections.map(watermarkKey)

export function openReaderPositions(redis: Redis, log: Log): ReaderPositions {
  const numberOfKeys = 2 + watermarkKeys.length
  redis.defineCommand('rememberPosition', { lua: rememberPosition, numberOfKeys })
  return {
    remember: async (userId, token, changed) => {
      const position = formatPosition(token)
      const tell = () =>
        redis.rememberPosition(
          userTokensKey(userId),
          hiddenKey,
          ...watermarkKeys,
          position,
          changed.hide ?? '',
          changed.show ?? '',
          mostMembers,
          lifeSeconds,
        )
      try {
        await within(patienceMs, tell())
      } catch (error) {
        log.warn({ err: error, position }, 'readers could not be told of a command; retrying')
        void retry(tell, log.child({ position }))
      }
    },
  }
}

async function retry(tell: () => Promise<unknown>, log: Log): Promise<void> {
  for (const delayMs of retryDelaysMs) {
    await sleep(delayMs, undefined, { ref: false })
    try {
      await tell()
      return log.info('readers were told of a command late')
    } catch (error) {
      log.debug({ err: error }, 'readers still cannot be told')
    }
  }
  log.error('gave up telling readers of a command')
}
