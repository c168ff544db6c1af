import { factViews } from '@broadsheet/contracts/names'

/**
 * What a generation's tables hold, by number. A generation of another shape is left to its readers until
 * a new one is built of the change topic: grows with every change of what is projected.
 *
 * 1: articles. 2: favorites and comments, too.
 */
export const shape = 2

type Table = keyof typeof factViews
const columns: Record<Table, string> = {
  articles: `
  id UUID,
  author_id UUID,
  slug String,
  status LowCardinality(String),
  tags Array(LowCardinality(String)),
  created_at DateTime64(3, 'UTC'),
  updated_at DateTime64(3, 'UTC')`,
  engagement: `
  kind LowCardinality(String),
  article_id UUID,
  user_id UUID,
  comment_id UInt64,
  created_at DateTime64(3, 'UTC')`,
}

/** What tells the facts apart. A comment stays with its article and its author, so its id alone would do. */
const keys: Record<Table, string> = {
  articles: 'id',
  engagement: '(article_id, kind, user_id, comment_id)',
}

const tables = Object.keys(columns) as Table[]

/** A table of one generation; readers use the view, which is made anew when it goes live. */
export const tableOf = (table: Table, generation: number) => `${factViews[table]}_${generation}`

export const createTables = (database: string, generation: number) =>
  tables.map(
    (table) => `
CREATE TABLE IF NOT EXISTS ${database}.${tableOf(table, generation)} (${columns[table]},
  version UInt64,
  is_deleted UInt8
) ENGINE = ReplacingMergeTree(version, is_deleted) ORDER BY ${keys[table]}`,
  )

export const dropTables = (database: string, generation: number) =>
  tables.map((table) => `DROP TABLE IF EXISTS ${database}.${tableOf(table, generation)}`)

/** FINAL leaves the newest version of each fact, and no deleted one. */
export const createViews = (database: string, generation: number) =>
  tables.map(
    (table) => `
CREATE OR REPLACE VIEW ${database}.${factViews[table]} AS
SELECT * EXCEPT (version, is_deleted) FROM ${database}.${tableOf(table, generation)} FINAL`,
  )

/** Where each generation is, and whether readers were ever given it: the greatest live one rules. */
export const createGenerationsTable = (database: string) => [
  `CREATE TABLE IF NOT EXISTS ${database}.generations (
  generation UInt32,
  incarnation UInt32,
  offset UInt64,
  lsn Nullable(UInt64),
  snapshot Nullable(UInt64),
  live UInt8,
  saved UInt64
) ENGINE = ReplacingMergeTree(saved) ORDER BY generation`,
  // The default is also what a version of us says that does not know of shapes.
  `ALTER TABLE ${database}.generations ADD COLUMN IF NOT EXISTS shape UInt32 DEFAULT 1`,
]
