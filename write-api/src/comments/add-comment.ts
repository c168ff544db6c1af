import type { Comment, NewComment } from '@broadsheet/contracts/comment'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import { readableArticle } from '../articles/readable-article.ts'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { comments, users } from '../database/tables.ts'

/** Comments on an article that the user may see. */
export async function addComment(
  db: Database,
  userId: string,
  slug: string,
  now: Date,
  { body }: NewComment,
): Promise<Outcome<{ comment: Comment }>> {
  const { article } = await readableArticle(db, slug, userId)
  const [author] = await db.select().from(users).where(eq(users.id, userId))
  if (!author) throw new ApiError('token_invalid')
  const row = { articleId: article.id, authorId: userId, body, createdAt: now, updatedAt: now }
  const [made] = await db.insert(comments).values(row).returning()
  const { username, bio, image } = author
  const comment = {
    id: made!.id,
    createdAt: made!.createdAt.toISOString(),
    updatedAt: made!.updatedAt.toISOString(),
    body,
    author: { username, bio, image, following: false },
  }
  return { userId, result: { comment } }
}
