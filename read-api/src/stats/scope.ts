import { factViews } from '@broadsheet/contracts/names'

/** Whose numbers: those of one article, or of what is published: all, by an author, with a tag. */
export type Scope = { article: string } | { author?: string | undefined; tag?: string | undefined }

/** From `from` (inclusive) to `to` (exclusive). */
export type Range = { from: Date; to: Date }

/** Ids of what was just hidden: nothing that the stats store still has of it counts. */
export type Except = { articles: readonly string[]; comments: readonly string[] }

/** A query with the values of its `{name:Type}` placeholders. */
export type Query = { sql: string; params: Record<string, unknown> }

/** ClickHouse has the hours of 1970 to 2105, in 32 bits. */
const lastInstant = Date.parse('2106-01-01T00:00:00Z')
const clamped = (time: Date) => Math.min(Math.max(time.getTime(), 0), lastInstant)

/** The placeholders of a scope and a range. */
export function paramsOf(scope: Scope, { from, to }: Range): Record<string, unknown> {
  const given = Object.entries(scope).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), from: clamped(from), to: clamped(to) }
}

/** Which rows of a table with an `article_id` are of the scope. */
export function within(database: string, scope: Scope, except: Except): string {
  if ('article' in scope) return 'article_id = {article:UUID}'
  return `article_id IN (SELECT id ${published(database, scope, except)})`
}

/** `FROM` and `WHERE` of the published articles of a scope, with their columns. */
export function published(
  database: string,
  { author, tag }: Exclude<Scope, { article: string }>,
  { articles }: Except,
): string {
  const ids = listed(articles, /^[0-9a-f-]{36}$/i)
  return `FROM ${database}.${factViews.articles} WHERE status = 'published'
    ${author === undefined ? '' : 'AND author_id = {author:UUID}'}
    ${tag === undefined ? '' : 'AND has(tags, {tag:String})'}
    ${ids === '' ? '' : `AND id NOT IN (${ids})`}`
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
