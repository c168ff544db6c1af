import type { ViewEvent } from '@broadsheet/contracts/views'
import { parseView } from '@broadsheet/contracts/views'
import { trustIn } from '@broadsheet/platform/client-address'
import { createLog } from '@broadsheet/platform/log'
import { Hono } from 'hono'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openViewCounter } from './view-counter.ts'

const articleId = '0198c0de-0000-7000-8000-0000000000aa'
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** What is recorded of requests to an app that counts each of its answers. */
function counting(record: (event: ViewEvent) => void = () => {}) {
  const events: ViewEvent[] = []
  const count = openViewCounter({
    record: (event) => {
      events.push(event)
      record(event)
    },
    key: randomBytes(32),
    trust: trustIn(['loopback']),
    isBot: (userAgent) => userAgent.includes('bot'),
    clock: () => new Date('2026-03-01T12:00:00.123Z'),
    log: createLog('test', 'silent'),
  })
  const app = new Hono()
  app.get('/', (c) => {
    count(c, articleId)
    return c.text('an article')
  })
  const ask = async (headers: Record<string, string>, from = '203.0.113.7', method = 'GET') => {
    const incoming = {
      socket: { remoteAddress: '127.0.0.1' },
      connection: { remoteAddress: '127.0.0.1' },
      headers: { 'x-forwarded-for': from },
    }
    return app.request('/', { method, headers }, { incoming })
  }
  return { ask, events }
}

test('an event has no address in it, whichever way the reader came', async () => {
  const { ask, events } = counting()
  await ask({ 'User-Agent': browser, Referer: 'https://news.example/?from=203.0.113.7' })
  await ask({ 'User-Agent': browser, Referer: 'http://203.0.113.7/' })
  await ask({ 'User-Agent': browser }, '2001:db8::7')
  expect(events.length).toBe(3)
  expect(events[0]).toMatchObject({ articleId, at: '2026-03-01T12:00:00.123Z' })
  expect(events.map(({ referrer }) => referrer)).toEqual(['news.example', null, null])
  expect(JSON.stringify(events)).not.toMatch(/203\.0\.113|2001:db8|Firefox/)
  for (const event of events) expect(parseView(JSON.stringify(event))).toEqual(event)
})

test('one reader is one visitor, each view has an id of its own', async () => {
  const { ask, events } = counting()
  await ask({ 'User-Agent': browser })
  await ask({ 'User-Agent': browser })
  await ask({ 'User-Agent': browser }, '203.0.113.8')
  expect(new Set(events.map(({ id }) => id)).size).toBe(3)
  expect(new Set(events.map(({ visitor }) => visitor)).size).toBe(2)
  expect(events[0]?.visitor).toBe(events[1]?.visitor)
})

test('bots, whoever does not say what they are, and HEAD are not counted', async () => {
  const { ask, events } = counting()
  await ask({ 'User-Agent': 'Googlebot/2.1' })
  await ask({})
  await ask({ 'User-Agent': browser }, '203.0.113.7', 'HEAD')
  expect(events).toEqual([])
})

test('the answer stays an answer when counting fails', async () => {
  const { ask } = counting(() => {
    throw new Error('planted')
  })
  expect((await ask({ 'User-Agent': browser })).status).toBe(200)
})
