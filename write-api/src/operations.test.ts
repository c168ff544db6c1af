import { answeringSide, operations } from '@broadsheet/contracts/operations/all'
import { createMetrics } from '@broadsheet/platform/metrics'
import { expect, test } from 'vitest'
import { createWriteApi } from './app.ts'
import type { WriteApi } from './deps.ts'
import { silent } from './write-api.fixture.ts'

test('the routes are the operations of the write side', () => {
  const site = { publicUrl: 'http://127.0.0.1', corsOrigins: '*' as const }
  const parts: Partial<WriteApi> = { log: silent, metrics: createMetrics('test'), site }
  const { routes } = createWriteApi(parts as WriteApi)
  const answered = routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`)
  const declared = [...operations.values()]
    .filter((operation) => answeringSide(operation) === 'write')
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
  expect(declared.length).toBeGreaterThan(10)
  expect([...new Set(answered)].toSorted()).toEqual(declared.toSorted())
})
