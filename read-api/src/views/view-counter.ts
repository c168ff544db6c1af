import type { ViewEvent } from '@broadsheet/contracts/views'
import { clientAddress, type Trust } from '@broadsheet/platform/client-address'
import type { Log } from '@broadsheet/platform/log'
import type { Context } from 'hono'
import { randomUUID } from 'node:crypto'
import { referrerHost } from './referrer.ts'
import { openVisitorHash } from './visitor.ts'

/** Counts that a request was answered with an article; never waits and never throws. */
export type CountView = (c: Context, articleId: string) => void

/** What is read of a header: lists of bots are long expressions. */
const longestUserAgent = 512

/** `isBot` is asked with what a client calls itself; whoever says nothing is taken for a bot. */
export function openViewCounter(parts: {
  record: (event: ViewEvent) => void
  /** Shared by all instances, 32 bytes. */
  key: Buffer
  trust: Trust
  isBot: (userAgent: string) => boolean
  clock: () => Date
  log: Log
}): CountView {
  const { record, trust, isBot, clock, log } = parts
  const visitorHash = openVisitorHash(parts.key)
  return (c, articleId) => {
    try {
      const userAgent = (c.req.header('user-agent') ?? '').slice(0, longestUserAgent)
      if (c.req.method !== 'GET' || userAgent === '' || isBot(userAgent)) return
      const at = clock()
      record({
        v: 1,
        id: randomUUID(),
        articleId,
        at: at.toISOString(),
        visitor: visitorHash({ address: clientAddress(c, trust), userAgent }, at),
        referrer: referrerHost(c.req.header('referer')),
      })
    } catch (error) {
      log.warn({ err: error }, 'a page view was not counted')
    }
  }
}
