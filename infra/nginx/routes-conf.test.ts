import { array, assert, constantFrom, property } from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes, targetOf } from '../gateway/routes.ts'
import { routesConf, routesConfPath } from './routes-conf.ts'

const committed = readFileSync(routesConfPath, 'utf8')

test('nginx has the gateway’s routes (else: npm run config:nginx)', () => {
  expect(committed).toBe(routesConf())
})

/** What nginx does with a map of expressions: the first that matches decides. */
function sideOf(method: string, path: string): string {
  const rows = [...committed.matchAll(/^ {4}"~(.*)" (.*);$/gm)].map(([, expression, value]) => ({
    matches: new RegExp(expression!),
    value: value!,
    byRoute: !expression!.startsWith('^/'),
  }))
  const route = rows.find((row) => !row.byRoute && row.matches.test(path))?.value ?? ''
  const asked = `${route} ${method}`
  const side = rows.find((row) => row.byRoute && row.matches.test(asked))
  return side?.value === '$1' ? route : (side?.value ?? '')
}

const steps = [...new Set(routes.flatMap(({ path }) => path.split('/'))), 'a-slug', '%2F', '..', '']
const path = array(constantFrom(...steps), { maxLength: 7 }).map((all) => `/${all.join('/')}`)
const method = constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'GETS')

test('its expressions decide as the table does, whatever the path', () => {
  assert(
    property(method, path, (method, path) => {
      expect([path, sideOf(method, path)]).toEqual([path, targetOf(method, path) ?? ''])
    }),
    { numRuns: 5_000 },
  )
})
