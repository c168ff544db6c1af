import { z } from 'zod'

/**
 * Rows as they arrive from the change stream: the published columns of each table as Debezium's JSON
 * converter writes them (uuid and timestamptz as text, text[] as an array).
 * A column that is added later is optional here, for the rows that were streamed before it.
 */
export const userRow = z.object({
  id: z.uuid(),
  username: z.string(),
  bio: z.string().nullable(),
  image: z.string().nullable(),
  editor: z.boolean().default(false),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
})

export const articleRow = z.object({
  id: z.uuid(),
  author_id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  body: z.string(),
  tags: z.array(z.string()),
  status: z.enum(['draft', 'published']),
  canonical_url: z.string().nullable().default(null),
  version: z.int(),
  dated: z.boolean().default(true),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
})

/** Every slug ever used; never reused for another article. */
export const articleSlugRow = z.object({
  slug: z.string(),
  article_id: z.uuid(),
  created_at: z.iso.datetime({ offset: true }),
})

export const commentRow = z.object({
  id: z.int().positive(),
  article_id: z.uuid(),
  author_id: z.uuid(),
  body: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
})

export const followRow = z.object({
  follower_id: z.uuid(),
  followee_id: z.uuid(),
  created_at: z.iso.datetime({ offset: true }),
})

export const favoriteRow = z.object({
  user_id: z.uuid(),
  article_id: z.uuid(),
  created_at: z.iso.datetime({ offset: true }),
})

/** The published tables. `credentials` is not among them, and a test holds that. */
export const publishedTables = {
  users: userRow,
  articles: articleRow,
  article_slugs: articleSlugRow,
  comments: commentRow,
  follows: followRow,
  favorites: favoriteRow,
} as const

export type PublishedTable = keyof typeof publishedTables
export type Row<T extends PublishedTable> = z.infer<(typeof publishedTables)[T]>
export type UserRow = Row<'users'>
export type ArticleRow = Row<'articles'>
export type CommentRow = Row<'comments'>
