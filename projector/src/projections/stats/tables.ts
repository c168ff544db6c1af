/** The tables of one generation; readers use the view, which is made anew when it goes live. */
export const articlesTable = (generation: number) => `articles_${generation}`

export const createArticlesTable = (database: string, generation: number) => `
CREATE TABLE IF NOT EXISTS ${database}.${articlesTable(generation)} (
  id UUID,
  author_id UUID,
  slug String,
  status LowCardinality(String),
  tags Array(LowCardinality(String)),
  created_at DateTime64(3, 'UTC'),
  updated_at DateTime64(3, 'UTC'),
  version UInt64,
  is_deleted UInt8
) ENGINE = ReplacingMergeTree(version, is_deleted) ORDER BY id`

/** FINAL leaves the newest version of each article, and no deleted one. */
export const createArticlesView = (database: string, generation: number) => `
CREATE OR REPLACE VIEW ${database}.articles AS
SELECT id, author_id, slug, status, tags, created_at, updated_at
FROM ${database}.${articlesTable(generation)} FINAL`

/** Where each generation is, and whether readers were ever given it: the greatest live one rules. */
export const createGenerationsTable = (database: string) => `
CREATE TABLE IF NOT EXISTS ${database}.generations (
  generation UInt32,
  incarnation UInt32,
  offset UInt64,
  lsn Nullable(UInt64),
  snapshot Nullable(UInt64),
  live UInt8,
  saved UInt64
) ENGINE = ReplacingMergeTree(saved) ORDER BY generation`
