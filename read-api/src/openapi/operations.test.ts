import { answeringSide, operations } from '@broadsheet/contracts/operations/all'
import { createMetrics } from '@broadsheet/platform/metrics'
import { expect, test } from 'vitest'
import { createReadApi } from '../app.ts'
import type { ReadApi } from '../deps.ts'
import { silent } from '../read-api.fixture.ts'

test('the routes are the operations of the read side', () => {
  const { routes } = createReadApi({
    log: silent,
    metrics: createMetrics('test'),
    site: { publicUrl: 'http://127.0.0.1', corsOrigins: '*' },
    consistency: { sessionCookie: 'session' },
  } as ReadApi)
  const answered = routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(api\/|sitemap)/.test(path))
    .map(({ method, path }) => `${method} ${path}`)
  const declared = [...operations.values()]
    .filter((operation) => answeringSide(operation) === 'read')
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
  expect(declared.length).toBeGreaterThan(10)
  expect([...new Set(answered)].toSorted()).toEqual(declared.toSorted())
})
