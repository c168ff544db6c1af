import { expect, test } from 'vitest'
import { majorOf, newest } from './java.ts'

test.for([
  ['openjdk version "25.0.3" 2026-04-21 LTS', 25],
  ['java version "21" 2023-09-19', 21],
  ['openjdk version "26-ea" 2026-03-17', 26],
  ['java version "1.8.0_402"', 8],
  ['sh: java: not found', undefined],
] as const)('%s', ([text, major]) => {
  expect(majorOf(text)).toBe(major)
})

test('the newest that is new enough wins, and of equals the first found', () => {
  const found = [17, 21, 25, 25].map((major, at) => ({ home: `/jdk${at}`, major }))
  expect(newest(found, 21)).toEqual({ home: '/jdk2', major: 25 })
  expect(newest(found.slice(0, 1), 21)).toBeUndefined()
})
