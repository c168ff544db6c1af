import { articlesAlias } from '@broadsheet/contracts/names'
import type { Redis } from 'ioredis'
import type { Client } from 'pg'
import { expectStatus } from '../author.ts'
import { send } from '../http-client.ts'
import { interleaved, ratioOf } from '../interleaved.ts'
import { table } from '../table.ts'
import type { Person } from './people.ts'

const pages = 100
const pageLength = 20
/** As much as a timeline would keep. */
const cap = 800

/** What pages are read from; `readApi` without the gateway before it. */
export type Sources = { readApi: string; elasticsearch: string; redis: Redis; postgres: Client }
export type FeedReader = { follows: string; person: Person }

/**
 * Pages of feeds, by offset and by cursor, beside the plain list and what a timeline in Redis would ask
 * for: the ids of a page, and their documents.
 */
export async function measurePages(
  { readApi, elasticsearch, redis, postgres }: Sources,
  readers: readonly FeedReader[],
  prefix: string,
): Promise<string[]> {
  const page =
    (path: string, { headers }: Person) =>
    async () =>
      expectStatus(await send(`${readApi}${path}?limit=${pageLength}`, { headers }), 200)
  const first = readers[0]!.person
  const list = 'all articles'
  const session = 'an answer from Redis alone'
  const ids = 'raw: the ids of a timeline'
  const documents = 'raw: the ids and their documents'
  const timeline = `${prefix}timeline`
  await fillTimeline(redis, postgres, prefix, timeline)
  const idsOfPage = () => redis.zrevrange(timeline, 0, pageLength - 1)
  const rows = await interleaved(pages, {
    ...Object.fromEntries(
      readers.flatMap(({ follows, person }) => [
        [`feed of ${follows} by offset`, page('/api/articles/feed', person)],
        [`feed of ${follows} by cursor`, page('/api/feed', person)],
      ]),
    ),
    [list]: page('/api/articles', first),
    [session]: page(`/api/profiles/${first.username}`, first),
    [ids]: idsOfPage,
    [documents]: async () => {
      const url = `${elasticsearch}/${articlesAlias}/_mget?_source_excludes=body`
      const json = { ids: await idsOfPage() }
      expectStatus(await send(url, { method: 'POST', json }), 200)
    },
  })
  await redis.unlink(timeline)
  const feeds = readers.map(({ follows }) => `feed of ${follows} by cursor`)
  return [
    `pages of ${pageLength}; milliseconds, one request at a time, in turns`,
    ...table(rows),
    ...[list, documents, ids].flatMap((least) => feeds.map((name) => ratioOf(rows, name, least))),
  ]
}

/** A timeline as one would be: the newest ids of the measured articles. */
async function fillTimeline(redis: Redis, postgres: Client, prefix: string, key: string) {
  const { rows } = await postgres.query<{ id: string; at: number }>(
    `SELECT id, extract(epoch FROM created_at) AS at FROM articles
     WHERE starts_with(slug, $1) ORDER BY created_at DESC LIMIT $2`,
    [prefix, cap],
  )
  await redis.zadd(key, ...rows.flatMap(({ id, at }) => [at, id]))
}
