import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mentions, pathsOf } from './crawl.ts'

const folder = join(import.meta.dirname, '../contracts/src/operations')

/** The paths that can be read, as the contracts have them. */
async function readablePaths(): Promise<string[]> {
  const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))
  const modules = await Promise.all(
    names.map((name) => import(`@broadsheet/contracts/operations/${name}`) as Promise<object>),
  )
  return modules
    .flatMap((module) => Object.values(module) as { method?: string; path?: string }[])
    .filter((one) => one?.method === 'get' && typeof one.path === 'string')
    .map(({ path }) => path ?? '')
}

test('a crawl comes by every operation that reads', async () => {
  const places = { slugs: ['a-slug'], usernames: ['somebody'], words: ['something'] }
  const crawled = pathsOf(places).map((path) => path.replace(/\?.*/, ''))
  const readable = await readablePaths()
  expect(readable.length).toBeGreaterThan(8)
  const missed = readable.filter((path) => {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)
    return !crawled.some((one) => pattern.test(one))
  })
  expect(missed).toEqual([])
})

test('says where a text stands, in any case, also in a header', () => {
  const pages = [{ path: '/a', status: 200, text: '[["etag","Secret"]]\n{}' }]
  expect(mentions(pages, ['secret', 'other'])).toEqual(['/a: secret'])
})
