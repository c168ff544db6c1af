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

/** What only the operator may say of an article. */
export const operatorFields = ['createdAt', 'author', 'importPath'] as const
export type ArticleText = Omit<NewArticle, (typeof operatorFields)[number]>

/** Publishes an article, or keeps it as a draft. */
export async function createArticle(
  db: Database,
  userId: string,
  now: Date,
  input: ArticleText,
): Promise<Outcome<WrittenArticle>> {
  const [author] = await db.select().from(users).where(eq(users.id, userId))
  if (!author) throw new ApiError('token_invalid')
  return { userId, result: await insertArticle(db, author, { now }, input) }
}

/** `date` is the article's own, if it has one; `now` is when it came here. */
export async function insertArticle(
  db: Database,
  author: User,
  { now, date }: { now: Date; date?: Date | undefined },
  input: ArticleText,
): Promise<WrittenArticle> {
  const { tagList = [], status = 'published', ...text } = input
  const { slug, articleId } = await claimSlug(db, input.title, now)
  const [article] = await db
    .insert(articles)
    .values({
      ...text,
      status,
      tags: tidyTags(tagList),
      id: articleId,
      authorId: author.id,
      slug,
      version: 1,
      dated: status === 'published' || date !== undefined,
      createdAt: date ?? now,
      updatedAt: date ?? now,
    })
    .returning()
  return { article: article!, author }
}
