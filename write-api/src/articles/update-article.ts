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
  const dates = datesOf(before, { ...before, ...changes }, now)
  const [article] = await db
    .update(articles)
    .set({ ...changes, slug, version, ...dates })
    .where(eq(articles.id, before.id))
    .returning()
  return article!
}

/**
 * A date moves at most once, by the first publication. Nothing was changed before it, and each change is
 * later than the one before, but where an import takes back a date in the future.
 */
function datesOf(before: ArticleRecord, after: ArticleRecord, now: Date) {
  const appears = before.status === 'draft' && after.status === 'published' && !after.dated
  const redated = after.createdAt.getTime() !== before.createdAt.getTime()
  const earliest = after.createdAt > now ? after.createdAt : now
  const next = laterThan(before.updatedAt, earliest)
  const updatedAt = redated && earliest < before.updatedAt ? earliest : next
  return {
    // What the version before this one published is not marked.
    dated: after.dated || before.status === 'published' || after.status === 'published',
    createdAt: appears ? updatedAt : after.createdAt,
    updatedAt,
  }
}

/** What readers lose from sight, or get back, by a change of status. */
export function visibility(before: ArticleRecord, after: ArticleRecord): Visibility {
  if (before.status === after.status) return {}
  return after.status === 'draft' ? { hide: after.id } : { show: after.id }
}
