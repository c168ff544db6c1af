import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { articles } from '../database/tables.ts'
import { lockOwnArticle, type Target } from './own-article.ts'

/** Deletes an article of the caller's. Its slugs stay taken. */
export async function deleteArticle(db: Database, target: Target): Promise<Outcome<undefined>> {
  const { article } = await lockOwnArticle(db, target)
  await db.delete(articles).where(eq(articles.id, article.id))
  return { userId: target.userId, result: undefined, hide: article.id }
}
