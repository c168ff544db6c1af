import { expect, test } from 'vitest'
import { decode, type RawRecord } from '../consumer/decode.ts'
import { commentRecord, favoriteRecord, followRecord } from '../consumer/records.fixture.ts'
import { projectStats } from './stats/project.ts'

const reader = '01890000-0000-7000-8000-000000000001'
const article = '01890000-0000-7000-8000-000000000002'
const when = { created_at: '2026-01-02 03:04:05.678', version: '7' }

function writesOf(record: RawRecord) {
  const decoded = decode(record)
  if (decoded.kind !== 'change') throw new Error('no change')
  return projectStats(decoded.change, 7n)
}

test('a favorite is a fact while it is there', () => {
  const favorite = { user_id: reader, article_id: article }
  const fact = { kind: 'favorite', ...favorite, comment_id: 0, ...when }
  expect(writesOf(favoriteRecord(1, favorite, { floor: 5, op: 'c' }))).toEqual([
    { table: 'engagement', fact: { ...fact, is_deleted: 0 } },
  ])
  expect(writesOf(favoriteRecord(1, favorite, { floor: 5, op: 'd' }))).toEqual([
    { table: 'engagement', fact: { ...fact, is_deleted: 1 } },
  ])
})

test('so is a comment, without what it says', () => {
  const comment = { id: 42, article_id: article, body: 'Well said.' }
  expect(writesOf(commentRecord(1, comment, { floor: 5, op: 'r' }))).toEqual([
    {
      table: 'engagement',
      fact: {
        kind: 'comment',
        article_id: article,
        user_id: '01890000-0000-7000-8000-0000000000aa',
        comment_id: 42,
        ...when,
        is_deleted: 0,
      },
    },
  ])
})

test('who follows whom is no number of an article', () => {
  const follow = { follower_id: reader, followee_id: article }
  expect(writesOf(followRecord(1, follow, { floor: 5, op: 'c' }))).toEqual([])
})
