import type { NewArticle } from '@broadsheet/contracts/article'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { articles, folded, importPaths, users } from '../database/tables.ts'
import { given } from '../database/values.ts'
import type { User } from '../identity/accounts.ts'
import type { ArticleRecord, WrittenArticle } from './article-answer.ts'
import { insertArticle, type ArticleText } from './create-article.ts'
import { tidyTags } from './tags.ts'
import { changeArticle, visibility } from './update-article.ts'

export type Imported = WrittenArticle & { created: boolean }

/**
 * Publishes an article for its author, who is made if missing and then cannot sign in. The same path
 * again changes the article where it differs, and nothing at all where it does not.
 */
export async function importArticle(
  db: Database,
  now: Date,
  input: NewArticle,
): Promise<Outcome<Imported>> {
  if (input.author === undefined) {
    throw new ApiError('validation_failed', { author: ["can't be blank"] })
  }
  const { createdAt, author: name, importPath: path, ...text } = input
  const before = path === undefined ? undefined : await lockByPath(db, path)
  const author = await authorNamed(db, name.trim(), now)
  const date = createdAt === undefined ? undefined : new Date(createdAt)
  if (before) return await reimport(db, before, author, { now, date }, text)

  const written = await insertArticle(db, author, { now, date }, text)
  const articleId = written.article.id
  if (path !== undefined) await db.insert(importPaths).values({ path, articleId })
  return { userId: author.id, result: { ...written, created: true } }
}

async function reimport(
  db: Database,
  before: ArticleRecord,
  author: User,
  { now, date }: { now: Date; date: Date | undefined },
  { tagList = [], status = 'published', ...text }: ArticleText,
): Promise<Outcome<Imported>> {
  const tags = tidyTags(tagList)
  const dating = date && { createdAt: date, dated: true }
  const wanted = { ...given(text), status, tags, authorId: author.id, ...dating }
  const userId = author.id
  if (isDeepStrictEqual({ ...before, ...wanted }, before)) {
    return { userId, result: { article: before, author, created: false } }
  }
  const article = await changeArticle(db, before, now, wanted)
  return { userId, result: { article, author, created: false }, ...visibility(before, article) }
}

/** Imports of one path take turns, also the first two of it, which have no row to lock yet. */
async function lockByPath(db: Database, path: string): Promise<ArticleRecord | undefined> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${path}, 0))`)
  const [found] = await db
    .select({ article: articles })
    .from(importPaths)
    .innerJoin(articles, eq(articles.id, importPaths.articleId))
    .where(eq(importPaths.path, path))
    .for('update', { of: articles })
  return found?.article
}

async function authorNamed(db: Database, username: string, now: Date): Promise<User> {
  const found = () =>
    db
      .select()
      .from(users)
      .where(eq(folded(users.username), folded(username)))
  const [known] = await found()
  if (known) return known
  const profile = { username, createdAt: now, updatedAt: now }
  const [made] = await db.insert(users).values(profile).onConflictDoNothing().returning()
  return made ?? (await found())[0]!
}
