import type { Question } from './store.ts'

/** A query with its `$n`; rows as ClickHouse's. */
export type PostgresQuery = { text: string; values: unknown[] }

/** Each of the questions in the way that suits Postgres best, not as ClickHouse is asked. */
export function postgresQuery(question: Question): PostgresQuery {
  const span = [new Date(question.from), new Date(question.to)]
  switch (question.kind) {
    case 'article':
      return question.zone === 'UTC'
        ? { text: articleByUtcDay, values: [...span, question.article] }
        : { text: articleByDay, values: [...span, question.article, question.zone] }
    case 'site':
      return { text: site, values: span }
    case 'tags':
      return { text: tags, values: [...span, question.limit] }
    case 'trending':
      return { text: trending, values: [...span, question.halfLife, question.limit] }
  }
}

const keyOf = (start: string) => `(extract(epoch FROM ${start}) * 1000)::bigint::text`
const during = 'at >= $1 AND at < $2'
const publishedOf = (id: string) => `${id} IN (SELECT id FROM articles WHERE status = 'published')`

/** A UTC day's readers are no other day's, so their sum is the readers of all. */
const articleByUtcDay = `
  SELECT CASE grouping(day) WHEN 1 THEN 'total' ELSE ${keyOf('day')} END AS key,
         sum(views) AS views, sum(readers) AS readers
  FROM views_daily
  WHERE article_id = $3 AND day >= ($1 AT TIME ZONE 'UTC')::date AND day < ($2 AT TIME ZONE 'UTC')::date
  GROUP BY GROUPING SETS ((day), ())`

/** The days of other zones are not in the rollup. */
const articleByDay = `
  WITH seen AS MATERIALIZED (
    SELECT date_trunc('day', at, $4) AS start, visitor, count(*) AS views FROM views
    WHERE article_id = $3 AND ${during}
      AND day BETWEEN ($1 AT TIME ZONE 'UTC')::date AND ($2 AT TIME ZONE 'UTC')::date
    GROUP BY start, visitor
  )
  SELECT ${keyOf('start')} AS key, sum(views) AS views, count(*) AS readers FROM seen GROUP BY start
  UNION ALL
  SELECT 'total', sum(views), count(DISTINCT visitor) FROM seen`

const site = `
  WITH days AS MATERIALIZED (
    SELECT day, sum(views) AS views, count(*) AS readers FROM (
      SELECT day, visitor, count(*) AS views FROM views
      WHERE ${during} AND ${publishedOf('article_id')} GROUP BY day, visitor
    ) seen GROUP BY day
  )
  SELECT ${keyOf('day')} AS key, views, readers FROM days
  UNION ALL SELECT 'total', sum(views), sum(readers) FROM days`

const tags = `
  SELECT t.name AS key, views, readers FROM (
    SELECT tag_id, sum(views) AS views, count(*) AS readers FROM (
      SELECT tag_id, visitor, count(*) AS views FROM views JOIN article_tags USING (article_id)
      WHERE ${during} AND ${publishedOf('article_id')} GROUP BY tag_id, visitor
    ) seen GROUP BY tag_id
  ) counted JOIN tags t ON t.id = tag_id
  ORDER BY views DESC, t.name LIMIT $3`

const trending = `
  SELECT article_id::text AS key, count(*) AS views,
         round(sum(power(2, -extract(epoch FROM $2 - at)::float8 * 1000 / $3))::numeric, 6) AS score
  FROM views WHERE ${during} AND ${publishedOf('article_id')}
  GROUP BY article_id ORDER BY score DESC, key LIMIT $4`
