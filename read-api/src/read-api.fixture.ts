import { projections, type ProjectionName } from '@broadsheet/contracts/names'
import { sessionDays, sessionKeyOf } from '@broadsheet/contracts/session'
import { createLog } from '@broadsheet/platform/log'
import { createMetrics } from '@broadsheet/platform/metrics'
import type { Site } from '@broadsheet/platform/site'
import type { Redis } from 'ioredis'
import { randomBytes, randomUUID } from 'node:crypto'
import { createReadApi } from './app.ts'
import { connectStores, disconnectStores } from './connections.ts'
import { Watermarks } from './consistency/watermarks.ts'
import { readApiOf, type Parts } from './deps.ts'
import { ownSynonyms } from './search/synonyms.ts'
import { sitePages } from './syndication/site-pages.ts'

export type Answer = { status: number; headers: Headers; body: any }
/** Asks for a path under `/api`; a body is sent as JSON. */
export type Ask = (
  method: string,
  path: string,
  asked?: { headers?: Record<string, string>; body?: unknown },
) => Promise<Answer>

export const silent = createLog('test', 'silent')

/** A word that no other test uses. */
export const unique = (prefix: string) =>
  `${prefix}${randomUUID().replaceAll('-', '').slice(0, 12)}`

export function asking(send: (path: string, init: RequestInit) => Promise<Response>): Ask {
  return async (method, path, { headers = {}, body } = {}) => {
    const response = await send(`/api${path}`, {
      method,
      redirect: 'manual',
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    }
  }
}

/** The system at its gateway, and an author who signed in there. */
export async function signUp(gateway: string) {
  const ask = asking((path, init) => fetch(gateway + path, init))
  const username = unique('u')
  const user = { username, email: `${username}@example.com`, password: 'a long password' }
  const { body } = await ask('POST', '/users', { body: { user } })
  const headers = { Authorization: `Token ${body.user.token}` }
  const write = async (fields: object = {}) => {
    const article = { title: unique('Title '), description: 'd', body: 'b', ...fields }
    const written = await ask('POST', '/articles', { headers, body: { article } })
    if (written.status !== 201) throw new Error(JSON.stringify(written.body))
    return written.body.article
  }
  return { ask, username, headers, write }
}

const dayMs = 24 * 3600 * 1000
const sessionIdleMs = sessionDays.idle * dayMs

/** A session as the write side makes one; `at` is when, Unix ms. */
export async function storeSession(redis: Redis, userId = randomUUID(), at = Date.now()) {
  const token = unique('session')
  const times = { createdAt: at, lastSeenAt: at, endsAt: at + sessionDays.longest * dayMs }
  await redis.hset(sessionKeyOf(token), { id: randomUUID(), userId, ...times })
  await redis.pexpire(sessionKeyOf(token), sessionIdleMs)
  return { token, userId }
}

/**
 * A read API in this process, on the running stack's stores, whose watermarks stand still: all at
 * `lsn` 1000 of incarnation 1, moved by the test alone.
 */
export async function openOwnApi(
  at: { redis: string; elasticsearch: string; clickhouse: string },
  waitMs = 20,
  replaced: Partial<Parts> = {},
) {
  const stores = connectStores(at, silent, 'test')
  const watermarks = new Watermarks()
  const generation = Number((await stores.redis.get('social:live').catch(() => null)) ?? 1)
  const move = (projection: ProjectionName, lsn: bigint) =>
    watermarks.beginLoad(projection)({ incarnation: 1, generation, lsn, xids: [] })
  for (const name of projections) move(name, 1_000n)
  const tokenKey = randomBytes(32)
  const metrics = createMetrics('test')
  const clock = () => new Date()
  const parts = { ...stores, log: silent, metrics, clock, watermarks, tokenKey, waitMs }
  const site: Site = { publicUrl: 'http://127.0.0.1:8080', corsOrigins: '*' }
  const pages = sitePages(site.publicUrl, 'Test', '/article/{slug}')
  const rest = { site, pages, sessionIdleMs, countView: () => {}, synonymsFile: ownSynonyms }
  const own = { ...parts, ...rest }
  const app = createReadApi(readApiOf({ ...own, ...replaced }))
  const ask = asking(async (path, init) => await app.request(path, init))
  return { app, ask, move, tokenKey, redis: stores.redis, close: () => disconnectStores(stores) }
}
