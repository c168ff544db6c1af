import { sql, type SQL } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core'

/** Clients see milliseconds, so no row knows more than they do. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
const id = () =>
  uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`)

/** One case folding whatever the database's locale, and the one JavaScript's `toLowerCase` has. */
export const folded = (name: AnyPgColumn | string): SQL =>
  sql`lower(${name} COLLATE pg_unicode_fast)`

/** Public: its rows are streamed, so nothing private may ever be a column of it. */
export const users = pgTable(
  'users',
  {
    id: id(),
    username: text('username').notNull(),
    bio: text('bio'),
    image: text('image'),
    /** Set by the operator: who may read the statistics of the whole site. */
    editor: boolean('editor').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('users_username_key').on(folded(table.username))],
)

/** Never published. A user without a row here cannot sign in. */
export const credentials = pgTable(
  'credentials',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id),
    email: text('email').notNull(),
    passwordHash: text('password_hash').notNull(),
    /** Set by the operator: who is disabled cannot sign in. */
    disabledAt: instant('disabled_at'),
  },
  (table) => [uniqueIndex('credentials_email_key').on(folded(table.email))],
)

export const articles = pgTable(
  'articles',
  {
    id: id(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    slug: text('slug').notNull().unique('articles_slug_key'),
    title: text('title').notNull(),
    description: text('description').notNull(),
    body: text('body').notNull(),
    tags: text('tags')
      .array()
      .notNull()
      .default(sql`'{}'`),
    status: text('status', { enum: ['draft', 'published'] }).notNull(),
    canonicalUrl: text('canonical_url'),
    version: integer('version').notNull(),
    /** Whether `createdAt` stands: a draft's moves to its first publication, unless an import gave it. */
    dated: boolean('dated').notNull().default(true),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('articles_author_id_idx').on(table.authorId),
    check('articles_status_check', sql`${table.status} in ('draft', 'published')`),
  ],
)

/** Every slug ever used. No foreign key: a slug stays taken after its article is deleted. */
export const articleSlugs = pgTable(
  'article_slugs',
  {
    slug: text('slug').primaryKey(),
    articleId: uuid('article_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('article_slugs_article_id_idx').on(table.articleId)],
)

/** They go with their article. */
export const comments = pgTable(
  'comments',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: uuid('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('comments_article_id_idx').on(table.articleId),
    index('comments_author_id_idx').on(table.authorId),
  ],
)

export const follows = pgTable(
  'follows',
  {
    followerId: uuid('follower_id')
      .notNull()
      .references(() => users.id),
    followeeId: uuid('followee_id')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'follows_pkey', columns: [table.followerId, table.followeeId] }),
    index('follows_followee_id_idx').on(table.followeeId),
  ],
)

export const favorites = pgTable(
  'favorites',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    articleId: uuid('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'favorites_pkey', columns: [table.userId, table.articleId] }),
    index('favorites_article_id_idx').on(table.articleId),
  ],
)

/** What a user's POST under an `Idempotency-Key` was answered. Never published. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    key: text('key').notNull(),
    /** SHA-256 of the request, hexadecimal. */
    request: text('request').notNull(),
    /** Null only inside the transaction that makes it. */
    answer: jsonb('answer'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [table.userId, table.key] }),
    index('idempotency_keys_created_at_idx').on(table.createdAt),
  ],
)

/** Which file of the operator's folder an imported article came from. Never published. */
export const importPaths = pgTable('import_paths', {
  path: text('path').primaryKey(),
  articleId: uuid('article_id')
    .notNull()
    .references(() => articles.id, { onDelete: 'cascade' }),
})

export const ops = pgSchema('ops')

/** The change streams that there were; the last one is live. */
export const incarnations = ops.table('incarnations', {
  n: integer('n').primaryKey(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Changes that a projection could not apply, parked for the operator. */
export const deadLetters = ops.table(
  'dead_letters',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    offset: bigint('offset', { mode: 'bigint' }).notNull(),
    key: text('key'),
    message: text('message'),
    consumer: text('consumer').notNull(),
    error: text('error').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('dead_letters_once').on(table.topic, table.partition, table.offset, table.consumer),
  ],
)
