import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'

/** How large the measured graph is: every reader follows `follows` of the authors. */
export type Size = {
  authors: number
  articles: number
  readers: number
  follows: number
  /** Followers of the one author whom everybody follows. */
  followers: number
}

const rowsAtOnce = 50_000

/** The rows of a run, told from all others by the beginning of their users' names. */
export const newPrefix = () => `bench-${randomUUID().slice(0, 8)}-`

/**
 * Puts the graph into Postgres, past the commands: the change stream carries it as it carries theirs.
 * `star` is the id of the author with the many followers.
 */
export async function load(postgres: Client, prefix: string, size: Size, star: string) {
  const crowd = Math.max(size.readers, size.followers)
  await insertUsers(postgres, `${prefix}a`, size.authors)
  await insertUsers(postgres, `${prefix}r`, crowd)
  await insertArticles(postgres, prefix, size)
  for (let first = 0; first < size.readers; first += Math.ceil(rowsAtOnce / size.follows)) {
    const last = Math.min(size.readers, first + Math.ceil(rowsAtOnce / size.follows)) - 1
    await postgres.query(
      `INSERT INTO follows (follower_id, followee_id, created_at)
       SELECT r.id, a.id, now() FROM generate_series($2::int, $3::int) reader
       CROSS JOIN generate_series(1, $4::int) step
       JOIN users r ON r.username = $1 || 'r' || reader
       JOIN users a ON a.username = $1 || 'a' || ((reader * 7919 + step) % $5::int)`,
      [prefix, first, last, size.follows, size.authors],
    )
  }
  for (let first = 0; first < size.followers; first += rowsAtOnce) {
    const last = Math.min(size.followers, first + rowsAtOnce) - 1
    await postgres.query(
      `INSERT INTO follows (follower_id, followee_id, created_at)
       SELECT r.id, $4::uuid, now() FROM generate_series($2::int, $3::int) reader
       JOIN users r ON r.username = $1 || 'r' || reader`,
      [prefix, first, last, star],
    )
  }
}

/**
 * Lets a user follow `count` others from the `first` on: they are the authors and then the readers, who
 * write nothing.
 */
export async function followFirst(
  postgres: Client,
  prefix: string,
  username: string,
  { first, count }: { first: number; count: number },
  { authors }: Size,
) {
  await postgres.query(
    `INSERT INTO follows (follower_id, followee_id, created_at)
     SELECT r.id, a.id, now() FROM generate_series($5::int, $5::int + $3::int - 1) n
     JOIN users a ON a.username =
       $1 || CASE WHEN n < $4::int THEN 'a' || n ELSE 'r' || n - $4::int END
     JOIN users r ON r.username = $2`,
    [prefix, username, count, authors, first],
  )
}

/** Takes everything of a run away again. */
export async function unload(postgres: Client, prefix: string): Promise<void> {
  const users = `SELECT id FROM users WHERE starts_with(username, $1)`
  const steps = [
    `DELETE FROM follows WHERE follower_id IN (${users}) OR followee_id IN (${users})`,
    `DELETE FROM articles WHERE author_id IN (${users})`,
    `DELETE FROM idempotency_keys WHERE user_id IN (${users})`,
    `DELETE FROM credentials WHERE user_id IN (${users})`,
    `DELETE FROM users WHERE starts_with(username, $1)`,
  ]
  for (const step of steps) await postgres.query(step, [prefix])
}

async function insertUsers(postgres: Client, prefix: string, count: number): Promise<void> {
  await postgres.query(
    `INSERT INTO users (username, created_at, updated_at)
     SELECT $1 || n, now(), now() FROM generate_series(0, $2::int - 1) n`,
    [prefix, count],
  )
}

async function insertArticles(postgres: Client, prefix: string, size: Size): Promise<void> {
  const authorsAtOnce = Math.max(1, Math.floor(rowsAtOnce / size.articles))
  for (let first = 0; first < size.authors; first += authorsAtOnce) {
    const last = Math.min(size.authors, first + authorsAtOnce) - 1
    await postgres.query(
      `WITH made AS (
         INSERT INTO articles
           (author_id, slug, title, description, body, tags, status, version, created_at, updated_at)
         SELECT a.id, $1 || author || '-' || n, 'Measured ' || n, 'd', repeat('word ', 100),
           '{benchmark}', 'published', 1, t, t
         FROM generate_series($2::int, $3::int) author CROSS JOIN generate_series(1, $4::int) n
         -- It names a column, or it would be one moment for all.
         CROSS JOIN LATERAL (SELECT now() - (random() + 0 * n) * interval '1 year' AS t) dated
         JOIN users a ON a.username = $1 || 'a' || author
         RETURNING id, slug, created_at
       )
       INSERT INTO article_slugs (slug, article_id, created_at)
       SELECT slug, id, created_at FROM made`,
      [prefix, first, last, size.articles],
    )
  }
}
