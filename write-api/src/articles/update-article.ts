import type { ArticleChanges } from '@broadsheet/contracts/article'
import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Visibility } from '../commands/reader-positions.ts'
import type { Database } from '../database/connect.ts'
import { articles } from '../database/tables.ts'
import { given, laterThan } from '../database/values.ts'
import type { ArticleRecord, WrittenArticle } from './article-answer.ts'
import { lockOwnArticle, type Target } from './own-article.ts'
import { moveSlug, slugForm } from './slug.ts'
import { tidyTags } from './tags.ts'

/** Changes an article of the caller's; with no changes it stays as it is, version and all. */
export async function updateArticle(
  db: Database,
  target: Target,
  now: Date,
  { tagList, ...changes }: ArticleChanges,
): Promise<Outcome<WrittenArticle>> {
  const before = await lockOwnArticle(db, target)
  const wanted = given({ ...changes, tags: tagList && tidyTags(tagList) })
  const { userId } = target
  if (Object.keys(wanted).length === 0) return { userId, result: before }
  const article = await changeArticle(db, before.article, now, wanted)
  const result = { article, author: before.author }
  return { userId, result, ...visibility(before.article, article) }
}

/**
 * Writes a new version of a locked article. Another title gives another slug; the old one stays. Its
 * date becomes that of its first publication.
 */
export async function changeArticle(
  db: Database,
  before: ArticleRecord,
  now: Date,
  changes: Partial<ArticleRecord>,
): Promise<ArticleRecord> {
  const title = changes.title ?? before.title
  const moved = slugForm(title) !== slugForm(before.title)
  const slug = moved ? await moveSlug(db, title, now, before.id) : before.slug
  const version = before.version + 1
  const dates = datesOf({ ...before, ...changes }, laterThan(before.updatedAt, now))
  const [article] = await db
    .update(articles)
    .set({ ...changes, slug, version, ...dates })
    .where(eq(articles.id, before.id))
    .returning()
  return article!
}

/** A date moves at most once, and nothing was changed before it. */
function datesOf(article: ArticleRecord, changedAt: Date) {
  const appears = article.status === 'published' && !article.dated
  const createdAt = appears ? changedAt : article.createdAt
  const updatedAt = createdAt > changedAt ? createdAt : changedAt
  return { dated: article.dated || appears, createdAt, updatedAt }
}

/** What readers lose from sight, or get back, by a change of status. */
export function visibility(before: ArticleRecord, after: ArticleRecord): Visibility {
  if (before.status === after.status) return {}
  return after.status === 'draft' ? { hide: after.id } : { show: after.id }
}
