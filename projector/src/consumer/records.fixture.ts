import type { RawRecord } from './decode.ts'

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))

type At = { floor: number | null; op?: 'c' | 'u' | 'd' | 'r'; lsn?: number }

/** Records as Debezium writes them; `floor` is `sequence[0]`. */
export function userRecord(
  offset: number,
  user: { id: string; username: string },
  at: At,
): RawRecord {
  const row = {
    ...user,
    bio: null,
    image: null,
    created_at: '2026-01-02T03:04:05.678901Z',
    updated_at: '2026-01-02T03:04:05.678901Z',
  }
  return rowRecord(offset, 'users', { id: user.id }, row, at)
}

export function followRecord(
  offset: number,
  follow: { follower_id: string; followee_id: string },
  at: At,
): RawRecord {
  const row = { ...follow, created_at: '2026-01-02T03:04:05.678Z' }
  return rowRecord(offset, 'follows', follow, row, at)
}

export function favoriteRecord(
  offset: number,
  favorite: { user_id: string; article_id: string },
  at: At,
): RawRecord {
  const row = { ...favorite, created_at: '2026-01-02T03:04:05.678Z' }
  return rowRecord(offset, 'favorites', favorite, row, at)
}

export function commentRecord(
  offset: number,
  comment: { id: number; article_id: string; body: unknown },
  at: At,
): RawRecord {
  const row = {
    ...comment,
    author_id: '01890000-0000-7000-8000-0000000000aa',
    created_at: '2026-01-02T03:04:05.678Z',
    updated_at: '2026-01-02T03:04:05.678Z',
  }
  return rowRecord(offset, 'comments', { id: comment.id }, row, at)
}

function rowRecord(offset: number, table: string, key: object, row: object, at: At): RawRecord {
  const op = at.op ?? 'u'
  const floor = at.floor === null ? null : String(at.floor)
  return {
    offset: BigInt(offset),
    key: bytes({ ...key, __table: table }),
    value: bytes({
      op,
      before: op === 'd' ? row : null,
      after: op === 'd' ? null : row,
      source: {
        txId: 1,
        lsn: at.lsn ?? 1,
        sequence: JSON.stringify([floor, '999']),
        snapshot: 'false',
      },
    }),
  }
}

export function endRecord(offset: number, xid: number, lsn: number): RawRecord {
  return {
    offset: BigInt(offset),
    key: bytes({ status: 'END', __table: 'transaction' }),
    value: bytes({ status: 'END', id: `${xid}:${lsn}`, event_count: 1, ts_ms: 0 }),
  }
}

export function garbageRecord(offset: number): RawRecord {
  return {
    offset: BigInt(offset),
    key: bytes({ id: 'x', __table: 'users' }),
    value: Buffer.from('{"op":'),
  }
}

export function incarnationRecordOf(offset: number, incarnation: number): RawRecord {
  return {
    offset: BigInt(offset),
    key: bytes({ __table: 'incarnation' }),
    value: bytes({ incarnation }),
  }
}

export function articleRecord(
  offset: number,
  article: { id: string; title: string; slug?: string; status?: 'published' | 'draft' },
  at: At,
): RawRecord {
  const row = {
    slug: 'a-slug',
    status: 'published',
    ...article,
    author_id: '01890000-0000-7000-8000-0000000000aa',
    description: 'd',
    body: 'b',
    tags: ['t'],
    version: 1,
    created_at: '2026-01-02T03:04:05.678901Z',
    updated_at: '2026-01-02T03:04:05.678901Z',
  }
  return rowRecord(offset, 'articles', { id: article.id }, row, at)
}
