import type { ArticleDocument } from '@broadsheet/contracts/article'
import type { SocialStore } from '../authors/profiles.ts'
import type { Reading } from '../consistency/consistent-read.ts'
import type { Watermarks } from '../consistency/watermarks.ts'
import type { ArticleStore } from './article-store.ts'

type Stores = { articles: ArticleStore; social: SocialStore; watermarks: Watermarks }

/** The article of a slug, present or past, if this reader may see it: a draft is its author's alone. */
export async function findArticle(
  { articles, social, watermarks }: Stores,
  slug: string,
  { userId, hidden, stale }: Reading,
): Promise<ArticleDocument | null> {
  const id = await social.articleIdOf(slug)
  if (id === null) return null
  if (hidden.isParked(id)) stale()
  if (hidden.has(id, (position) => watermarks.isSatisfied('search', position))) return null
  const published = await articles.published(id)
  if (published !== null || userId === null) return published
  const draft = await articles.draft(id)
  return draft?.authorId === userId ? draft : null
}
