import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { expect, test } from 'vitest'
import { tidyProblems } from './tidy.ts'

const root = join(import.meta.dirname, '../..')

function sources(): { path: string; text: string }[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed
    .split('\n')
    .filter(
      (path) =>
        ['.ts', '.mjs'].includes(extname(path)) &&
        existsSync(join(root, path)) &&
        !path.includes('planted-by'),
    )
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

test('the house is tidy', () => {
  expect(sources().flatMap(({ path, text }) => tidyProblems(path, text))).toEqual([])
})

test('the median file has fewer than 100 lines', () => {
  const lengths = sources()
    .filter(({ path }) => !path.includes('.test.'))
    .map(({ text }) => text.split('\n').length)
    .toSorted((a, b) => a - b)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100)
})

test('sees a file that is too long, misnamed, asleep, skipped or unfinished', () => {
  const planted = (path: string, text: string) => tidyProblems(path, text).length
  expect(planted('a/long.ts', 'x\n'.repeat(301))).toBe(1)
  expect(planted('a/utils.ts', '')).toBe(1)
  expect(planted('a/CamelCase.ts', '')).toBe(1)
  expect(planted('a/x.test.ts', 'await pause(100)'.replace('pause', 'setTimeout'))).toBe(1)
  expect(planted('a/x.test.ts', ['test', 'skip("x", () => {})'].join('.'))).toBe(1)
  expect(planted('a/x.ts', ['// TO', 'DO: later'].join(''))).toBe(1)
  expect(planted('a/fine.ts', 'export const fine = 1\n')).toBe(0)
})
