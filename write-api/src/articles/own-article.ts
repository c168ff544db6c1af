import { ApiError } from '@broadsheet/platform/api-error'
import type { Database } from '../database/connect.ts'
import type { WrittenArticle } from './article-answer.ts'
import { checkPrecondition } from './precondition.ts'
import { lockBySlug } from './readable-article.ts'
import { isSlug } from './slug.ts'

/** What a write to an existing article says: whose it must be, by which slug, in which version. */
export type Target = { userId: string; slug: string; ifMatch: string | undefined }

/**
 * The article of a slug it has or had, locked until the commit. 404 when there is none or it is
 * another's draft, 403 when it is another's, 412 when its version is another.
 */
export async function lockOwnArticle(db: Database, target: Target): Promise<WrittenArticle> {
  const found = isSlug(target.slug) ? await lockBySlug(db, target.slug, 'no key update') : undefined
  const own = found?.article.authorId === target.userId
  if (!found || (!own && found.article.status === 'draft')) throw new ApiError('article_not_found')
  if (!own) throw new ApiError('article_forbidden')
  checkPrecondition(target.ifMatch, found.article.version)
  return found
}
