import { hiddenComment } from '@broadsheet/contracts/names'
import { ApiError } from '@broadsheet/platform/api-error'
import { and, eq } from 'drizzle-orm'
import { readableArticle } from '../articles/readable-article.ts'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { comments } from '../database/tables.ts'

/** Deletes a comment of the user's. 404 when the article has no such comment, 403 for another's. */
export async function deleteComment(
  db: Database,
  userId: string,
  { slug, id }: { slug: string; id: number },
): Promise<Outcome<undefined>> {
  const { article } = await readableArticle(db, slug, userId)
  const [comment] = await db
    .select({ authorId: comments.authorId })
    .from(comments)
    .where(and(eq(comments.id, id), eq(comments.articleId, article.id)))
    .for('update')
  if (!comment) throw new ApiError('comment_not_found')
  if (comment.authorId !== userId) throw new ApiError('comment_forbidden')
  await db.delete(comments).where(eq(comments.id, id))
  return { userId, result: undefined, hide: hiddenComment(id) }
}
