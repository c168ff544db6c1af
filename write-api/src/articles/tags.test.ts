import { expect, test } from 'vitest'
import { tidyTags } from './tags.ts'

test('tags are trimmed, each once, sorted', () => {
  expect(tidyTags(['zebra', ' apple ', 'apple', 'Мир', 'Apple'])).toEqual([
    'Apple',
    'apple',
    'zebra',
    'Мир',
  ])
})
