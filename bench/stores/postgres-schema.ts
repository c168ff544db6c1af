/**
 * What a careful engineer would make for the same promises:
 *
 * - plain logged tables, so that a crash loses nothing; not partitioned, which at this size would
 *   only help to drop old months, and would put the time into the primary key
 * - the primary key is what makes a view that comes again count once
 * - hashes as `uuid`, 16 bytes, not 32 of text
 * - a BRIN index on the time: views come nearly in its order, so it costs nothing and serves short times
 * - by article a covering index, whose entries are in the order in which readers are told apart
 * - a rollup by article and UTC day, not hour: readers of days add up, and hours would save few rows
 */
export const createTables = `
CREATE TABLE articles (
  id uuid PRIMARY KEY, author_id uuid NOT NULL, status text NOT NULL, tags text[] NOT NULL);
CREATE TABLE tags (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE article_tags (
  article_id uuid NOT NULL, tag_id smallint NOT NULL, PRIMARY KEY (article_id, tag_id));
CREATE TABLE views (
  id uuid NOT NULL,
  article_id uuid NOT NULL,
  visitor uuid NOT NULL,
  at timestamptz NOT NULL,
  day date NOT NULL GENERATED ALWAYS AS ((at AT TIME ZONE 'UTC')::date) STORED,
  referrer text
);
CREATE TABLE views_daily (
  article_id uuid NOT NULL, day date NOT NULL, views int NOT NULL, readers int NOT NULL);
CREATE TEMP TABLE incoming (
  id uuid, article_id uuid, visitor uuid, at timestamptz, referrer text) ON COMMIT DELETE ROWS`

export const createTags = `
INSERT INTO tags (name) SELECT DISTINCT unnest(tags) FROM articles;
INSERT INTO article_tags SELECT a.id, t.id FROM articles a JOIN tags t ON t.name = ANY (a.tags)`

/** After the bulk: indexes are smaller and made sooner over what is there already. */
export const settleSteps = [
  `ALTER TABLE views ADD PRIMARY KEY (id)`,
  `CREATE INDEX views_at ON views USING brin (at) WITH (pages_per_range = 32)`,
  `CREATE INDEX views_article ON views (article_id, day, visitor, at)`,
  `INSERT INTO views_daily
   SELECT article_id, day, sum(views), count(*) FROM (
     SELECT article_id, day, visitor, count(*) AS views FROM views GROUP BY article_id, day, visitor
   ) seen GROUP BY article_id, day`,
  `ALTER TABLE views_daily ADD PRIMARY KEY (article_id, day)`,
  `VACUUM (ANALYZE)`,
]

/**
 * Takes what was copied to `incoming`. The rollup counts readers by article and UTC day: because a
 * visitor is another one on another day, days add up, hours would not. The statement doesn't see its
 * own views, so that `NOT EXISTS` tells who was not there before; an article's views all come through
 * one partition of the topic, so nobody else adds one meanwhile.
 */
export const takeIncoming = `
WITH fresh AS (
  INSERT INTO views (id, article_id, visitor, at, referrer)
  SELECT id, article_id, visitor, at, referrer FROM incoming
  ON CONFLICT DO NOTHING RETURNING article_id, day, visitor
), seen AS (
  SELECT article_id, day, visitor, count(*) AS views FROM fresh GROUP BY article_id, day, visitor
)
INSERT INTO views_daily AS d (article_id, day, views, readers)
SELECT article_id, day, sum(views), count(*) FILTER (WHERE NOT EXISTS (
         SELECT FROM views v
         WHERE v.article_id = seen.article_id AND v.day = seen.day AND v.visitor = seen.visitor))
FROM seen GROUP BY article_id, day
ON CONFLICT (article_id, day) DO UPDATE
SET views = d.views + excluded.views, readers = d.readers + excluded.readers`
