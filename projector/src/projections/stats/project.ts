import type { Change } from '@broadsheet/contracts/changes'

/** A fact of an article: a function of its current row, so that live and rebuilt agree. */
export type ArticleFact = {
  id: string
  author_id: string
  slug: string
  status: string
  tags: string[]
  created_at: string
  updated_at: string
  /** 64 bits, as text. */
  version: string
  is_deleted: 0 | 1
}

export function projectStats(change: Change, version: bigint): ArticleFact[] {
  if (change.table !== 'articles') return []
  const { id, author_id, slug, status, tags, created_at, updated_at } = change.row
  return [
    {
      id,
      author_id,
      slug,
      status,
      tags,
      created_at: utc(created_at),
      updated_at: utc(updated_at),
      version: String(version),
      is_deleted: change.deleted ? 1 : 0,
    },
  ]
}

/** `2026-01-02 03:04:05.678`, as a DateTime64(3, 'UTC') is read without a setting. */
function utc(time: string): string {
  return new Date(time).toISOString().replace('T', ' ').slice(0, -1)
}
