import { expect, test } from 'vitest'
import { decode, type RawRecord } from '../consumer/decode.ts'
import { favoriteRecord, followRecord } from '../consumer/records.fixture.ts'
import { projectSocial } from './social/project.ts'

const reader = '01890000-0000-7000-8000-000000000001'
const other = '01890000-0000-7000-8000-000000000002'

function writesOf(record: RawRecord) {
  const decoded = decode(record)
  if (decoded.kind !== 'change') throw new Error('no change')
  return projectSocial(decoded.change, 7n)
}

test('a follow leads from the follower, and its end too', () => {
  const follow = { follower_id: reader, followee_id: other }
  const edge = { from: reader, to: other, version: 7n }
  expect(writesOf(followRecord(1, follow, { floor: 5, op: 'c' }))).toEqual([
    { kind: 'follow', ...edge },
  ])
  expect(writesOf(followRecord(1, follow, { floor: 5, op: 'd' }))).toEqual([
    { kind: 'no-follow', ...edge },
  ])
})

test('a favorite leads from the reader to the article', () => {
  const favorite = { user_id: reader, article_id: other }
  const edge = { from: reader, to: other, version: 7n }
  expect(writesOf(favoriteRecord(1, favorite, { floor: 5, op: 'r' }))).toEqual([
    { kind: 'favorite', ...edge },
  ])
  expect(writesOf(favoriteRecord(1, favorite, { floor: 5, op: 'd' }))).toEqual([
    { kind: 'no-favorite', ...edge },
  ])
})
