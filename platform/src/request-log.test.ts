import { Hono } from 'hono'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import type { ApiEnv } from './api.ts'
import { createLog } from './log.ts'
import { observeRequests } from './request-log.ts'

test('a request is counted under the route that answered, and never under its own path', async () => {
  const metrics = new Registry()
  const app = new Hono<ApiEnv>()
  app.use(observeRequests(createLog('test', 'silent'), metrics))
  app.get('/articles/feed', (c) => c.text('the feed'))
  app.get('/articles/:slug', (c) => c.text('an article'))
  for (const path of ['/articles/feed', '/articles/feeding', '/nowhere']) await app.request(path)
  const routes = [...(await metrics.metrics()).matchAll(/_count\{.*route="([^"]*)"/g)]
  expect(routes.map(([, route]) => route)).toEqual(['/articles/feed', '/articles/:slug', 'unknown'])
})
