import type { Article } from '@broadsheet/contracts/article'
import { and, eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { favorites } from '../database/tables.ts'
import { articleAnswerOf } from './article-answer.ts'
import { readableArticle } from './readable-article.ts'

type Favored = Outcome<{ article: Article }>

/** Favors an article; doing it again changes nothing. */
export async function favorite(
  db: Database,
  userId: string,
  slug: string,
  now: Date,
): Promise<Favored> {
  const found = await readableArticle(db, slug, userId)
  const row = { userId, articleId: found.article.id, createdAt: now }
  await db.insert(favorites).values(row).onConflictDoNothing()
  return { userId, result: await articleAnswerOf(db, found, userId) }
}

/** Favors an article no more; doing it again changes nothing. */
export async function unfavorite(db: Database, userId: string, slug: string): Promise<Favored> {
  const found = await readableArticle(db, slug, userId)
  const own = and(eq(favorites.userId, userId), eq(favorites.articleId, found.article.id))
  await db.delete(favorites).where(own)
  return { userId, result: await articleAnswerOf(db, found, userId) }
}
