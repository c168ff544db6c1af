import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Database } from '../database/connect.ts'
import { articles, articleSlugs, users } from '../database/tables.ts'
import type { WrittenArticle } from './article-answer.ts'
import { checkPrecondition } from './precondition.ts'
import { isSlug } from './slug.ts'

/** What a write to an existing article says: whose it must be, by which slug, in which version. */
export type Target = { userId: string; slug: string; ifMatch: string | undefined }

/**
 * The article of a slug it has or had, locked until the commit. 404 when there is none or it is
 * another's draft, 403 when it is another's, 412 when its version is another.
 */
export async function lockOwnArticle(db: Database, target: Target): Promise<WrittenArticle> {
  const found = isSlug(target.slug) ? await lockBySlug(db, target.slug) : undefined
  const own = found?.article.authorId === target.userId
  if (!found || (!own && found.article.status === 'draft')) throw new ApiError('article_not_found')
  if (!own) throw new ApiError('article_forbidden')
  checkPrecondition(target.ifMatch, found.article.version)
  return found
}

async function lockBySlug(db: Database, slug: string): Promise<WrittenArticle | undefined> {
  const [found] = await db
    .select({ article: articles, author: users })
    .from(articleSlugs)
    .innerJoin(articles, eq(articles.id, articleSlugs.articleId))
    .innerJoin(users, eq(users.id, articles.authorId))
    .where(eq(articleSlugs.slug, slug))
    .for('update', { of: articles })
  return found
}
