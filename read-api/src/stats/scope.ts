import { factViews } from '@broadsheet/contracts/names'

/** Whose numbers: those of one article, or of what is published: all, by an author, with a tag. */
export type Scope = { article: string } | { author?: string | undefined; tag?: string | undefined }

/** From `from` (inclusive) to `to` (exclusive). */
export type Range = { from: Date; to: Date }

/** Ids of what was just hidden: nothing that the stats store still has of it counts. */
export type Except = { articles: readonly string[]; comments: readonly string[] }

/** ClickHouse has the hours of 1970 to 2105, in 32 bits. */
const lastInstant = Date.parse('2106-01-01T00:00:00Z')
const clamped = (time: Date) => Math.min(Math.max(time.getTime(), 0), lastInstant)

/** The placeholders of a scope and a range. */
export function paramsOf(scope: Scope, { from, to }: Range): Record<string, unknown> {
  const given = Object.entries(scope).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), from: clamped(from), to: clamped(to) }
}

/** How the rows of a scope are chosen, in a query that begins with `with`. */
export type Chosen = {
  with: string
  /** Which rows of a table with an `article_id` are of the scope. */
  within: string
}

/**
 * One article, or what is published of many: then `chosen` has their `id` and `tags`. What is hidden
 * may be a long list, so it stands there once.
 */
export function choose(database: string, scope: Scope, { articles }: Except): Chosen {
  if ('article' in scope) return { with: '', within: 'article_id = {article:UUID}' }
  const { author, tag } = scope
  const ids = listed(articles, /^[0-9a-f-]{36}$/i)
  const published = `SELECT id, tags FROM ${database}.${factViews.articles} WHERE status = 'published'
    ${author === undefined ? '' : 'AND author_id = {author:UUID}'}
    ${tag === undefined ? '' : 'AND has(tags, {tag:String})'}
    ${ids === '' ? '' : `AND id NOT IN (${ids})`}`
  return { with: `WITH chosen AS (${published})`, within: 'article_id IN (SELECT id FROM chosen)' }
}

/** Which rows of the engagement are none of a hidden comment. */
export function unhidden({ comments }: Except): string {
  const ids = listed(comments, /^\d{1,18}$/)
  return ids === '' ? '1' : `comment_id NOT IN (${ids})`
}

/** In the text, because they may be many; so nothing but ids may stand there. */
function listed(ids: readonly string[], pattern: RegExp): string {
  const found = ids.filter((id) => pattern.test(id))
  return found.map((id) => `'${id}'`).join(',')
}
