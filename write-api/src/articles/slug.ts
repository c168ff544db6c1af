import slugify from '@sindresorhus/slugify'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { randomInt } from 'node:crypto'
import type { Database } from '../database/connect.ts'
import { articleSlugs } from '../database/tables.ts'

const longest = 100
/** Paths under `/api/articles/` that are not articles. */
const reserved = new Set(['feed'])
const numberedTries = [2, 3, 4, 5]
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** The title's words in lower-case ASCII joined by `-`, at most 100 characters, never empty. */
export function slugForm(title: string): string {
  const words = slugify(title, { decamelize: false })
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (words.length <= longest) return words || 'article'
  const cut = words.slice(0, longest + 1)
  const end = cut.lastIndexOf('-')
  return end > longest / 2 ? cut.slice(0, end) : cut.slice(0, longest)
}

/** Whether a path can name an article at all. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,120}$/.test(text)
}

export type ClaimedSlug = { slug: string; articleId: string }

/**
 * Takes a slug for ever: the title's form, or that with a suffix when it is taken. Without an
 * article's id it is for a new article, which gets its id here. A rival's uncommitted claim is
 * waited for.
 */
export async function claimSlug(
  db: Database,
  title: string,
  now: Date,
  articleId: string | SQL = sql`uuidv7()`,
): Promise<ClaimedSlug> {
  const form = slugForm(title)
  for (const slug of candidates(form)) {
    const row = { slug, articleId, createdAt: now }
    const [claimed] = await db.insert(articleSlugs).values(row).onConflictDoNothing().returning()
    if (claimed) return claimed
  }
  throw new Error(`no free slug was found for ${form}`)
}

/** The slug of an article under another title: one that it had before is its own again. */
export async function moveSlug(
  db: Database,
  title: string,
  now: Date,
  articleId: string,
): Promise<string> {
  const own = await ownSlug(db, articleId, slugForm(title))
  return own ?? (await claimSlug(db, title, now, articleId)).slug
}

function* candidates(form: string): Generator<string> {
  if (!reserved.has(form)) yield form
  for (const number of numberedTries) yield `${form}-${number}`
  for (let tries = 0; tries < 5; tries++) yield `${form}-${randomSuffix()}`
}

function randomSuffix(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')
}

async function ownSlug(db: Database, articleId: string, form: string): Promise<string | undefined> {
  const suffixed = sql`${articleSlugs.slug} ~ ${`^${form}(-([2-5]|[a-z0-9]{8}))?$`}`
  const [own] = await db
    .select({ slug: articleSlugs.slug })
    .from(articleSlugs)
    .where(and(eq(articleSlugs.articleId, articleId), suffixed))
    .orderBy(sql`length(${articleSlugs.slug})`)
    .limit(1)
  return own?.slug
}
