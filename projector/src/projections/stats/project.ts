import type { Change } from '@broadsheet/contracts/changes'

/** A fact is a function of its current row, so that live and rebuilt agree. */
type Fact = {
  created_at: string
  /** 64 bits, as text. */
  version: string
  is_deleted: 0 | 1
}

export type ArticleFact = Fact & {
  id: string
  author_id: string
  slug: string
  status: string
  tags: string[]
  updated_at: string
}

/** Somebody favors an article, or has said something about it; `comment_id` is 0 for a favorite. */
export type EngagementFact = Fact & {
  kind: 'favorite' | 'comment'
  article_id: string
  user_id: string
  comment_id: number
}

/** What the stats store is told: a row for one of its tables. */
export type StatsWrite =
  | { table: 'articles'; fact: ArticleFact }
  | { table: 'engagement'; fact: EngagementFact }

export function projectStats(change: Change, version: bigint): StatsWrite[] {
  switch (change.table) {
    case 'articles': {
      const { id, author_id, slug, status, tags, updated_at } = change.row
      const fact = { id, author_id, slug, status, tags, updated_at: utc(updated_at) }
      return [{ table: 'articles', fact: { ...fact, ...rest(change, version) } }]
    }
    case 'favorites': {
      const { article_id, user_id } = change.row
      const fact = { kind: 'favorite', article_id, user_id, comment_id: 0 } as const
      return [{ table: 'engagement', fact: { ...fact, ...rest(change, version) } }]
    }
    case 'comments': {
      const { id: comment_id, article_id, author_id: user_id } = change.row
      const fact = { kind: 'comment', article_id, user_id, comment_id } as const
      return [{ table: 'engagement', fact: { ...fact, ...rest(change, version) } }]
    }
    default:
      return []
  }
}

function rest(
  { row, deleted }: Change<'articles' | 'favorites' | 'comments'>,
  version: bigint,
): Fact {
  const is_deleted = deleted ? 1 : 0
  return { created_at: utc(row.created_at), version: String(version), is_deleted }
}

/** `2026-01-02 03:04:05.678`, as a DateTime64(3, 'UTC') is read without a setting. */
function utc(time: string): string {
  return new Date(time).toISOString().replace('T', ' ').slice(0, -1)
}
