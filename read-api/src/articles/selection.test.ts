import { expect, test } from 'vitest'
import { selecting } from './selection.ts'

test('what is left out selects nothing away, what is empty selects nothing', () => {
  expect(selecting({}, [])).toEqual({ filter: [], must_not: [] })
  expect(selecting({ authorIds: [] }, []).filter).toEqual([{ match_none: {} }])
})

test('more ids than one clause takes are asked for in several', () => {
  const authorIds = Array.from({ length: 60_001 }, (_, at) => String(at))
  const { filter } = selecting({ authorIds }, [])
  expect(filter).toEqual([
    {
      bool: {
        should: [
          { terms: { authorId: authorIds.slice(0, 60_000) } },
          { terms: { authorId: ['60000'] } },
        ],
        minimum_should_match: 1,
      },
    },
  ])
})
