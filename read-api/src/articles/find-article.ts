import type { ArticleDocument } from '@broadsheet/contracts/article'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'

/**
 * The article of a slug, present or past; 404 unless this reader may see it: a draft is its author's
 * alone.
 */
export async function findArticle(
  { articles, social, consistency: { watermarks } }: ReadApi,
  slug: string,
  { userId, hidden, stale }: Reading,
): Promise<ArticleDocument> {
  const id = await social.articleIdOf(slug)
  if (id === null) throw new ApiError('article_not_found')
  if (hidden.articles.isParked(id)) stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'search')
  if (hidden.articles.has(id, isApplied)) throw new ApiError('article_not_found')
  const published = await articles.published(id)
  if (published !== null) return published
  const draft = userId === null ? null : await articles.draft(id)
  if (draft?.authorId !== userId) throw new ApiError('article_not_found')
  return draft
}
