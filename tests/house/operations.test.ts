import { operations } from '@broadsheet/contracts/operations/all'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../contracts/src/operations')

test('every operation that is declared is in the list, under a name and at a place of its own', async () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))
  const modules = await Promise.all(
    files.map((file) => import(`@broadsheet/contracts/operations/${file}`) as Promise<object>),
  )
  const declared = modules
    .flatMap((module) => Object.entries(module))
    .filter(([, value]) => typeof value === 'object' && 'path' in value && 'responses' in value)
    .map(([name]) => name)
  expect(declared.length).toBeGreaterThan(20)
  expect([...operations.keys()].toSorted()).toEqual(declared.toSorted())
  const places = [...operations.values()].map(({ method, path }) => `${method} ${path}`)
  expect(new Set(places).size).toBe(places.length)
})
