import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Database } from '../database/connect.ts'
import { articles, articleSlugs, users } from '../database/tables.ts'
import type { WrittenArticle } from './article-answer.ts'
import { isSlug } from './slug.ts'

/**
 * The article of a slug it has or had, which cannot be deleted before the commit. 404 when there is
 * none that `userId` may see: a draft is its author's alone.
 */
export async function readableArticle(
  db: Database,
  slug: string,
  userId: string,
): Promise<WrittenArticle> {
  const found = isSlug(slug) ? await lockBySlug(db, slug, 'key share') : undefined
  const readable = found?.article.status === 'published' || found?.article.authorId === userId
  if (!found || !readable) throw new ApiError('article_not_found')
  return found
}

export async function lockBySlug(
  db: Database,
  slug: string,
  strength: 'key share' | 'no key update',
): Promise<WrittenArticle | undefined> {
  const [found] = await db
    .select({ article: articles, author: users })
    .from(articleSlugs)
    .innerJoin(articles, eq(articles.id, articleSlugs.articleId))
    .innerJoin(users, eq(users.id, articles.authorId))
    .where(eq(articleSlugs.slug, slug))
    .for(strength, { of: articles })
  return found
}
