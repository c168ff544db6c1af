import type { ProjectionName } from '@broadsheet/contracts/names'
import type { WatermarkMessage } from '@broadsheet/contracts/watermark'
import { expect, test, vi } from 'vitest'
import { Watermarks } from './watermarks.ts'

const long = 60_000
const token = (lsn: bigint, xid: number | null = null, incarnation = 1) => ({
  incarnation,
  xid,
  lsn,
})
const message = (
  projection: ProjectionName,
  lsn: bigint,
  more: Partial<WatermarkMessage> = {},
): WatermarkMessage => ({ projection, incarnation: 1, generation: 1, lsn, xids: [], ...more })

/** Watermarks whose hashes were loaded at 100. */
function loaded(): Watermarks {
  const watermarks = new Watermarks()
  for (const name of ['search', 'social', 'stats'] as const) {
    watermarks.beginLoad(name)({ incarnation: 1, generation: 1, lsn: 100n, xids: [7] })
  }
  return watermarks
}

test('nothing is fresh before the first load', async () => {
  const watermarks = new Watermarks()
  watermarks.receive(message('search', 500n))
  expect(await watermarks.waitFor(['search'], [token(1n)], 0)).toBe('stale')
})

test('a token that was passed, or whose transaction was applied, is fresh at once', async () => {
  const watermarks = loaded()
  expect(await watermarks.waitFor(['search'], [token(100n), token(900n, 7)], 0)).toBe('fresh')
})

test('a waiter is woken by the message that brings the last of its tokens in the last store', async () => {
  const watermarks = loaded()
  const ended = vi.fn<(freshness: string) => void>()
  const waiting = watermarks
    .waitFor(['search', 'social'], [token(200n), token(300n, 8)], long)
    .then(ended)
  watermarks.receive(message('search', 300n))
  watermarks.receive(message('social', 200n))
  watermarks.receive(message('stats', 900n))
  await Promise.resolve()
  expect(ended).not.toHaveBeenCalled()
  watermarks.receive(message('social', 210n, { xids: [8] }))
  await waiting
  expect(ended).toHaveBeenCalledWith('fresh')
})

test('the older token counts too, also when the newer one came first', async () => {
  const watermarks = loaded()
  // Committed earlier but with an LSN read later: only its transaction id is known to be applied.
  watermarks.receive(message('search', 150n, { xids: [21] }))
  expect(await watermarks.waitFor(['search'], [token(190n, 21), token(180n, 20)], 0)).toBe('stale')
})

test('a token of another incarnation is fresh once that one is live', async () => {
  const watermarks = loaded()
  expect(watermarks.isSatisfied('search', token(900n, null, 2))).toBe(false)
  watermarks.receive(message('search', 5n, { incarnation: 2, generation: 2 }))
  expect(watermarks.isSatisfied('search', token(900n, 9, 1))).toBe(true)
  expect(watermarks.isSatisfied('search', token(6n, null, 2))).toBe(false)
})

test('a lower message replaces what was known, recent transactions too, and asks for a load', () => {
  const watermarks = loaded()
  expect(watermarks.receive(message('search', 50n, { xids: [9] }))).toBe(false)
  expect(watermarks.isSatisfied('search', token(100n, 7))).toBe(false)
  expect(watermarks.isSatisfied('search', token(100n, 9))).toBe(true)
})

test('a hash that was read around a break is not taken', () => {
  const watermarks = loaded()
  const take = watermarks.beginLoad('search')
  watermarks.receive(message('search', 50n))
  expect(take({ incarnation: 1, generation: 1, lsn: 100n, xids: [] })).toBe(false)
  expect(watermarks.isSatisfied('search', token(60n))).toBe(false)
})

test('messages that come during a load are kept', () => {
  const watermarks = loaded()
  const take = watermarks.beginLoad('search')
  watermarks.receive(message('search', 120n, { xids: [30] }))
  expect(take({ incarnation: 1, generation: 1, lsn: 110n, xids: [29] })).toBe(true)
  expect(watermarks.isSatisfied('search', token(120n))).toBe(true)
  expect(watermarks.isSatisfied('search', token(999n, 29))).toBe(true)
  expect(watermarks.isSatisfied('search', token(999n, 30))).toBe(true)
})

test('after a lost connection nothing is fresh until the hash is loaded', () => {
  const watermarks = loaded()
  watermarks.distrust()
  expect(watermarks.isSatisfied('search', token(1n))).toBe(false)
  watermarks.beginLoad('search')({ incarnation: 1, generation: 1, lsn: 100n, xids: [] })
  expect(watermarks.isSatisfied('search', token(1n))).toBe(true)
})

test('a stalled projection costs one wait, until it moves', async () => {
  const watermarks = loaded()
  expect(await watermarks.waitFor(['search'], [token(200n)], 1)).toBe('stale')
  // Would hang if it waited.
  expect(await watermarks.waitFor(['search'], [token(201n)], long)).toBe('stale')
  expect(await watermarks.waitFor(['search', 'social'], [token(100n)], long)).toBe('fresh')
  watermarks.receive(message('search', 100n))
  expect(await watermarks.waitFor(['search'], [token(201n)], long)).toBe('stale')
  watermarks.receive(message('search', 199n))
  const waiting = watermarks.waitFor(['search'], [token(201n)], long)
  watermarks.receive(message('search', 201n))
  expect(await waiting).toBe('fresh')
})

test('a reader who left stops waiting, and nobody is said to be stalled for it', async () => {
  const watermarks = loaded()
  const leaving = new AbortController()
  const waiting = watermarks.waitFor(['search'], [token(200n)], long, leaving.signal)
  leaving.abort()
  expect(await waiting).toBe('stale')
  const next = watermarks.waitFor(['search'], [token(200n)], long)
  watermarks.receive(message('search', 200n))
  expect(await next).toBe('fresh')
})

test('tells how long a watermark has not moved', () => {
  let now = 0
  const watermarks = new Watermarks(() => now)
  expect(watermarks.msSinceMoved('search')).toBe(Number.POSITIVE_INFINITY)
  watermarks.receive(message('search', 1n))
  now = 40
  watermarks.receive(message('search', 1n))
  expect(watermarks.msSinceMoved('search')).toBe(40)
  expect(watermarks.msSinceHeard('search')).toBe(0)
})
