import { describe, expect, test } from 'vitest'
import { fold, ForeignIncarnation, SnapshotRestarted } from './fold.ts'
import { startOf } from '../projections/position.ts'
import {
  endRecord,
  followRecord,
  garbageRecord,
  incarnationRecordOf,
  userRecord,
} from './records.fixture.ts'

const ada = '01890000-0000-7000-8000-000000000001'
const bob = '01890000-0000-7000-8000-000000000002'
const tables = new Set(['users'])
const names = (batch: ReturnType<typeof fold>) =>
  batch.changes.map(({ change }) => change.table === 'users' && change.row.username)

describe('fold', () => {
  test('keeps the last image of each row, in the order of the last images', () => {
    const records = [
      userRecord(1, { id: ada, username: 'a1' }, { floor: 100 }),
      userRecord(2, { id: bob, username: 'b1' }, { floor: 100 }),
      userRecord(3, { id: ada, username: 'a2' }, { floor: 100 }),
    ]
    expect(names(fold(records, startOf(1), tables))).toEqual(['b1', 'a2'])
  })

  test('takes a row by its whole key', () => {
    const follow = (offset: number, followee_id: string, op: 'c' | 'd') =>
      followRecord(offset, { follower_id: ada, followee_id }, { floor: offset, op })
    const records = [follow(1, ada, 'c'), follow(2, bob, 'c'), follow(3, bob, 'd')]
    const { changes } = fold(records, startOf(1), new Set(['follows']))
    expect(changes.map(({ change }) => change.deleted)).toEqual([false, true])
  })

  test('reaches the greatest END and names its transactions', () => {
    const batch = fold([endRecord(4, 7, 300), endRecord(5, 6, 200)], startOf(1), tables)
    expect(batch.next).toEqual({ incarnation: 1, offset: 6n, lsn: 300n, snapshot: null })
    expect(batch.xids).toEqual([7, 6])
  })

  test('of a row that comes again within a batch, the latest transaction counts', () => {
    const first = userRecord(1, { id: ada, username: 'first' }, { floor: 100 })
    const second = userRecord(3, { id: ada, username: 'second' }, { floor: 200 })
    const again = { ...first, offset: 5n }
    const records = [first, endRecord(2, 1, 200), second, endRecord(4, 2, 300), again]
    const batch = fold(records, startOf(1), tables)
    expect(names(batch)).toEqual(['second'])
    expect(batch.next).toEqual({ incarnation: 1, offset: 6n, lsn: 300n, snapshot: null })
  })

  test('a snapshot row counts less than any streamed change of the row', () => {
    const streamed = userRecord(1, { id: ada, username: 'new' }, { floor: 100 })
    const snapshot = userRecord(2, { id: ada, username: 'old' }, { floor: null, op: 'r' })
    expect(names(fold([streamed, snapshot], startOf(1), tables))).toEqual(['new'])
    expect(names(fold([snapshot, streamed], startOf(1), tables))).toEqual(['new'])
  })

  // Compaction can leave an END and take the row before it, when the row came again after it.
  test('a row is kept though the END of its transaction was seen before it', () => {
    const from = { ...startOf(1), offset: 9n, lsn: 500n }
    const row = userRecord(9, { id: ada, username: 'kept' }, { floor: 400 })
    expect(names(fold([row], from, tables))).toEqual(['kept'])
  })

  test('sets poison apart and goes on', () => {
    const records = [garbageRecord(1), userRecord(2, { id: ada, username: 'ok' }, { floor: 1 })]
    const batch = fold(records, startOf(1), tables)
    expect(batch.poison.map(({ record }) => record.offset)).toEqual([1n])
    expect(names(batch)).toEqual(['ok'])
    expect(batch.next.offset).toBe(3n)
  })

  test('an image before one that can not be read does not stand for it', () => {
    const good = userRecord(1, { id: ada, username: 'before' }, { floor: 1 })
    const unreadable = { ...good, offset: 2n, value: Buffer.from('{') }
    expect(fold([good, unreadable], startOf(1), tables).changes).toEqual([])
    const later = userRecord(3, { id: ada, username: 'after' }, { floor: 2 })
    expect(names(fold([good, unreadable, later], startOf(1), tables))).toEqual(['after'])
  })

  test('passes over tables that the projection does not read', () => {
    const row = userRecord(1, { id: ada, username: 'x' }, { floor: 1 })
    expect(fold([row], startOf(1), new Set(['articles'])).changes).toEqual([])
  })

  test('a snapshot that begins anew is noticed, within a batch and after a restart', () => {
    const row = (offset: number, lsn: number) =>
      userRecord(offset, { id: ada, username: 'a' }, { floor: null, op: 'r', lsn })
    expect(() => fold([row(1, 70), row(2, 70), row(3, 80)], startOf(1), tables)).toThrow(
      SnapshotRestarted,
    )
    const { next } = fold([row(1, 70)], startOf(1), new Set(['articles']))
    expect(next.snapshot).toBe(70n)
    expect(() => fold([row(2, 80)], next, new Set(['articles']))).toThrow(SnapshotRestarted)
    // The first snapshot had no rows.
    expect(() => fold([endRecord(1, 1, 60), row(2, 70)], startOf(1), tables)).toThrow(
      SnapshotRestarted,
    )
  })

  test('refuses the topic of another incarnation', () => {
    expect(() => fold([incarnationRecordOf(0, 2)], startOf(1), tables)).toThrow(ForeignIncarnation)
  })
})
