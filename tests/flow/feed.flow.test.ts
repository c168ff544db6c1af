import type { ListedArticle } from '@broadsheet/contracts/article'
import { socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll, describe, expect, inject, test } from 'vitest'
import type { Author } from '../author.ts'
import { listIn, slugsIn } from '../publishing.ts'
import { newWriters, takeNewestBack, writeAll, type Writer } from './feed-writers.ts'
import { chosenSeed, seeded } from './random.ts'

const stack = inject('stack')
const postgres = new Pool({ connectionString: stack.postgres, max: 4 })
const redis = new Redis(stack.redis)
const seed = chosenSeed()
afterAll(async () => {
  await postgres.end()
  redis.disconnect()
})

const writers = 5
const rounds = 6
const writesEach = 12
/** Small, so that a feed has several pages. */
const limit = 8
/** So many of the writers follow very many, as far as read-api can tell: their feeds are walked. */
const walked = 2
const veryMany = 40_000

/** The feed of a user as it follows from the rows, newest first. */
async function recounted(username: string): Promise<string[]> {
  const { rows } = await postgres.query<Record<string, string>>(
    `SELECT articles.slug, articles.title, author.username
     FROM users AS reader
     JOIN follows ON follower_id = reader.id
     JOIN users AS author ON author.id = followee_id
     JOIN articles ON author_id = author.id
     WHERE reader.username = $1 AND status = 'published'
     ORDER BY articles.created_at DESC, articles.id DESC`,
    [username],
  )
  return rows.map(({ slug, title, username }) => `${slug} "${title}" ${username} true`)
}

const line = ({ slug, title, author }: ListedArticle) =>
  `${slug} "${title}" ${author.username} ${author.following}`

type Page = { articles: ListedArticle[]; articlesCount: number; cursor: string | null }

/** Waits for the token as long as it takes: how long that is, is not what is looked at here. */
async function pageOf(reader: Author, path: string, token: string): Promise<Page> {
  const headers = { 'Consistency-Token': token, Prefer: 'consistency=strict' }
  let answer = await reader.get(path, headers)
  while (answer.status === 503) answer = await reader.get(path, headers)
  expect([answer.status, answer.headers.get('consistency')]).toEqual([200, 'fresh'])
  return { ...listIn(answer), cursor: (answer.body as Page).cursor }
}

async function byOffset(reader: Author, token: string): Promise<string[]> {
  const lines: string[] = []
  for (let offset = 0; ; offset += limit) {
    const path = `/api/articles/feed?limit=${limit}&offset=${offset}`
    const { articles, articlesCount } = await pageOf(reader, path, token)
    lines.push(...articles.map(line))
    if (articles.length < limit) {
      expect(lines.length).toBe(articlesCount)
      return lines
    }
  }
}

async function byCursor(reader: Author, token: string): Promise<string[]> {
  const lines: string[] = []
  for (let query = ''; ;) {
    const path = `/api/feed?limit=${limit}${query}`
    const { articles, cursor } = await pageOf(reader, path, token)
    lines.push(...articles.map(line))
    if (cursor === null) return lines
    expect(articles.length).toBe(limit)
    query = `&cursor=${encodeURIComponent(cursor)}`
  }
}

/** Of what a feed shows now, to a reader without the writers' tokens, what is not published any more. */
async function shownTooLate(reader: Author): Promise<string[]> {
  const shown = slugsIn(await reader.get('/api/feed?limit=100'))
  const { rows } = await postgres.query<{ slug: string }>(
    `SELECT unnest($1::text[]) AS slug EXCEPT
     SELECT article_slugs.slug FROM article_slugs JOIN articles ON articles.id = article_id
     WHERE status = 'published'`,
    [shown],
  )
  return rows.map(({ slug }) => slug)
}

/**
 * Leaves the marks of very many whom the user does not follow any more: they count as if they were
 * followed, and change no feed.
 */
async function unfollowVeryMany(username: string): Promise<void> {
  const { rows } = await postgres.query('SELECT id FROM users WHERE username = $1', [username])
  const following = socialKeys(Number(await redis.get(socialLiveKey))).following(rows[0].id)
  const never = `-${'0'.repeat(19)}`
  for (let left = veryMany; left > 0; left -= 1_000) {
    const marks = Array.from({ length: 1_000 }, () => [randomUUID(), never])
    await redis.hset(following, ...marks.flat())
  }
}

/** The token of a write that comes after all others. */
async function lastToken({ author }: Writer): Promise<string> {
  const { headers } = await author.put('/api/user', { user: { bio: 'said last' } })
  return headers.get('consistency-token') ?? ''
}

describe(`feeds (SEED=${seed})`, () => {
  const timeout = 120_000
  test(
    'are what the rows say after random writes, by offset and by cursor',
    { timeout },
    async () => {
      const all = await newWriters(stack.gateway, writers)
      for (const { username } of all.slice(0, walked)) await unfollowVeryMany(username)
      const randoms = all.map((_, at) => seeded(seed + at))
      let longest = 0
      for (let round = 0; round < rounds; round++) {
        await writeAll(all, randoms, writesEach)
        const token = await lastToken(all[round % writers]!)
        await Promise.all(
          all.map(async ({ author, username }) => {
            const wanted = await recounted(username)
            longest = Math.max(longest, wanted.length)
            expect(await byOffset(author, token)).toEqual(wanted)
            expect(await byCursor(author, token)).toEqual(wanted)
          }),
        )
        await takeNewestBack(all[round % writers]!)
        const late = await Promise.all(all.map(({ author }) => shownTooLate(author)))
        expect(late.flat()).toEqual([])
      }
      expect(longest).toBeGreaterThan(2 * limit)
    },
  )
})
