import type { Watermark } from '@broadsheet/contracts/watermark'
import { expect, test } from 'vitest'
import { Refresher } from './refresher.ts'

const token = (lsn: bigint) => ({ incarnation: 1, xid: null, lsn })

/** A refresher whose refreshes end when they are told to. */
function setUp() {
  const refreshes: PromiseWithResolvers<void>[] = []
  let mark: Watermark = { incarnation: 1, generation: 1, lsn: 100n, xids: [] }
  const refresher = new Refresher(
    () => {
      refreshes.push(Promise.withResolvers<void>())
      return refreshes.at(-1)?.promise ?? Promise.resolve()
    },
    () => mark,
  )
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const move = (next: Partial<Watermark>) => (mark = { ...mark, ...next })
  return { refresher, refreshes, move, settle }
}

test('many readers share one refresh, and none follows for what it covers', async () => {
  const { refresher, refreshes, settle } = setUp()
  const all = Promise.all(
    [token(90n), token(95n), token(100n)].map((one) => refresher.makeSearchable([one])),
  )
  await settle()
  expect(refreshes).toHaveLength(1)
  refreshes[0]?.resolve()
  await all
  await refresher.makeSearchable([token(100n)])
  expect(refreshes).toHaveLength(1)
})

test('what was applied after a refresh began waits for the next one', async () => {
  const { refresher, refreshes, move, settle } = setUp()
  const early = refresher.makeSearchable([token(100n)])
  await settle()
  move({ lsn: 200n })
  const late = Promise.all([
    refresher.makeSearchable([token(200n)]),
    refresher.makeSearchable([token(150n)]),
  ])
  await settle()
  expect(refreshes).toHaveLength(1)
  refreshes[0]?.resolve()
  await early
  expect(refresher.covers(token(200n))).toBe(false)
  await settle()
  expect(refreshes).toHaveLength(2)
  refreshes[1]?.resolve()
  await late
  expect(refresher.covers(token(200n))).toBe(true)
})

test('a refresh that failed covers nothing, and the next reader tries again', async () => {
  const { refresher, refreshes, settle } = setUp()
  const first = refresher.makeSearchable([token(100n)])
  await settle()
  refreshes[0]?.reject(new Error('away'))
  await expect(first).rejects.toThrow('away')
  const second = refresher.makeSearchable([token(100n)])
  await settle()
  refreshes[1]?.resolve()
  await second
})

test('a refresh of the store before says nothing of the one that is live now', async () => {
  const { refresher, refreshes, move, settle } = setUp()
  const first = refresher.makeSearchable([token(100n)])
  await settle()
  refreshes[0]?.resolve()
  await first
  expect(refresher.covers(token(100n))).toBe(true)
  move({ generation: 2 })
  expect(refresher.covers(token(100n))).toBe(false)
})
