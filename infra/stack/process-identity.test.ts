import { expect, test } from 'vitest'
import { identify, isAlive, startTimeInStat } from './process-identity.ts'

test('the start time is found behind any process name', () => {
  const after = Array.from({ length: 30 }, (_, at) => `f${at + 3}`).join(' ')
  expect(startTimeInStat(`42 (node) ${after}`)).toBe('f22')
  expect(startTimeInStat(`42 (a) b) (c ) ${after}`)).toBe('f22')
})

test('a pid that is used again by another process is not the same one', () => {
  const own = identify(process.pid)
  if (!own) throw new Error('this process is not found')
  expect(isAlive(own)).toBe(true)
  expect(isAlive({ ...own, startedAt: `${own.startedAt}0` })).toBe(false)
  expect(isAlive({ pid: 2 ** 22 + 1, startedAt: own.startedAt })).toBe(false)
})
