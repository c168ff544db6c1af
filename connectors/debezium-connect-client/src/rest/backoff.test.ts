import { expect, test } from 'vitest'
import { backoffMs, DEFAULT_RETRY, pause } from './backoff.ts'

const policy = { limit: 9, baseMs: 100, maxMs: 1_000 }

test('pauses double from the base up to the longest', () => {
  const longest = [1, 2, 3, 4, 5, 60].map((retry) => backoffMs(retry, policy, () => 1))
  expect(longest).toEqual([100, 200, 400, 800, 1_000, 1_000])
})

test('chance takes off half at most', () => {
  expect(backoffMs(3, policy, () => 0)).toBe(200)
  expect(backoffMs(3, policy, () => 0.5)).toBe(300)
})

test('by default all pauses together outlast a rebalance and stay under half a minute', () => {
  const retries = Array.from({ length: DEFAULT_RETRY.limit }, (_, index) => index + 1)
  const sum = (random: () => number) =>
    retries.reduce((ms, retry) => ms + backoffMs(retry, DEFAULT_RETRY, random), 0)
  expect(sum(() => 0)).toBeGreaterThan(5_000)
  expect(sum(() => 1)).toBeLessThan(30_000)
})

test('an abort ends a pause at once with its reason', async () => {
  const abort = new AbortController()
  const paused = pause(3_600_000, abort.signal)
  abort.abort('enough')
  await expect(paused).rejects.toBe('enough')
  await expect(pause(3_600_000, abort.signal)).rejects.toBe('enough')
})
