import type { NewArticle } from '@broadsheet/contracts/article'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { articles, users } from '../database/tables.ts'
import type { User } from '../identity/accounts.ts'
import type { WrittenArticle } from './article-answer.ts'
import { claimSlug } from './slug.ts'
import { tidyTags } from './tags.ts'

export type ArticleText = Pick<NewArticle, 'title' | 'description' | 'body' | 'tagList' | 'status'>

/** Publishes an article, or keeps it as a draft. */
export async function createArticle(
  db: Database,
  userId: string,
  now: Date,
  input: ArticleText,
): Promise<Outcome<WrittenArticle>> {
  const [author] = await db.select().from(users).where(eq(users.id, userId))
  if (!author) throw new ApiError('token_invalid')
  return { userId, result: await insertArticle(db, author, { now, dated: now }, input) }
}

/** `dated` is the article's own date; `now` is when it came here. */
export async function insertArticle(
  db: Database,
  author: User,
  { now, dated }: { now: Date; dated: Date },
  input: ArticleText,
): Promise<WrittenArticle> {
  const { title, description, body, tagList = [], status = 'published' } = input
  const { slug, articleId } = await claimSlug(db, title, now)
  const text = { title, description, body, tags: tidyTags(tagList), status }
  const [article] = await db
    .insert(articles)
    .values({
      ...text,
      id: articleId,
      authorId: author.id,
      slug,
      version: 1,
      createdAt: dated,
      updatedAt: dated,
    })
    .returning()
  return { article: article!, author }
}
