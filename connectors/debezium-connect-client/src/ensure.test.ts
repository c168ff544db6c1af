import { expect, test } from 'vitest'
import { changedOptions } from './ensure.ts'

test('names what was added, changed or removed', () => {
  const from = { same: '1', changed: '1', removed: '1' }
  expect(changedOptions(from, { same: '1', changed: '2', added: '1' })).toEqual([
    'added',
    'changed',
    'removed',
  ])
  expect(changedOptions(from, { ...from })).toEqual([])
})
