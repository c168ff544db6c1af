import { daysAgo, now, type Article } from './page-views.ts'
import type { AnswerRow, Question } from './store.ts'

const dayMs = 86_400_000
/** Berlin's days of the last month begin two hours before UTC's. */
const berlin = { zone: 'Europe/Berlin', aheadMs: 2 * 3_600_000 }

/** The main queries of the product; `articles` are the most read first. */
export function questionsOf(articles: readonly Article[]): Question[] {
  const [most] = articles
  const middle = articles[Math.min(1_000, articles.length - 2)]
  const month = { from: daysAgo(30), to: now }
  const days = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => from + at * dayMs)
  const utc = { kind: 'article', zone: 'UTC', ...month, starts: days(month.from, 30) } as const
  const berlinMonth = { from: month.from - berlin.aheadMs, to: now - berlin.aheadMs }
  const quarter = daysAgo(90)
  return [
    { name: 'the most read article, 30 UTC days', ...utc, article: most?.id ?? '' },
    {
      name: 'the same, days of Berlin',
      kind: 'article',
      article: most?.id ?? '',
      zone: berlin.zone,
      ...berlinMonth,
      starts: days(berlinMonth.from, 30),
    },
    { name: 'an article of rank 1,000, 30 UTC days', ...utc, article: middle?.id ?? '' },
    { name: 'top 20 tags, 30 days', kind: 'tags', ...month, limit: 20 },
    {
      name: 'trending, 24 h',
      kind: 'trending',
      from: daysAgo(1),
      to: now,
      halfLife: 6 * 3_600_000,
      limit: 20,
    },
    {
      name: 'the site, 90 UTC days',
      kind: 'site',
      from: quarter,
      to: now,
      starts: days(quarter, 90),
    },
  ]
}

/**
 * The first way in which two answers are not the same, null when they are. Numbers are counted and so
 * equal; a score is a sum of fractions, rounded to six digits, and may differ in the last.
 */
export function difference(one: readonly AnswerRow[], other: readonly AnswerRow[]): string | null {
  if (one.length === 0) return 'there is nothing to compare'
  const others = new Map(other.map((row) => [row.key, row]))
  if (one.length !== other.length) return `${one.length} rows, not ${other.length}`
  for (const row of one) {
    const match = others.get(row.key)
    if (!match) return `only one has ${row.key}`
    const sameScore = Math.abs(row.score - match.score) < 2e-6 + 1e-9 * row.score
    if (row.views !== match.views || row.readers !== match.readers || !sameScore) {
      return `${JSON.stringify(row)} is not ${JSON.stringify(match)}`
    }
  }
  return null
}
