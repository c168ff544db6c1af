import { OpenAPIHono } from '@hono/zod-openapi'
import { expect, test } from 'vitest'
import { apiConfig } from './api-config.ts'
import { ApiError } from './api-error.ts'
import { createApi, type ApiEnv } from './api.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Site } from './site.ts'

const plain: Site = { publicUrl: 'http://127.0.0.1:8080', corsOrigins: '*' }

function apiOf(site: Partial<Site> = {}): OpenAPIHono<ApiEnv> {
  const app = createApi<ApiEnv>({
    log: createLog('test', 'silent'),
    metrics: createMetrics('test'),
    readiness: async () => [],
    site: { ...plain, ...site },
  })
  app.get('/api/things', (c) => c.json({}))
  app.post('/api/things', () => {
    throw new ApiError('token_missing')
  })
  app.get('/api/page', (c) =>
    c.html('<p>', 200, { 'Content-Security-Policy': "default-src 'self'" }),
  )
  return app
}

const origin = 'https://front.example'
const preflight = {
  method: 'OPTIONS',
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'authorization,content-type',
  },
}
const cors = (headers: Headers) => ({
  origin: headers.get('access-control-allow-origin'),
  credentials: headers.get('access-control-allow-credentials'),
})

test.each(['/api/things', '/api/things/deeper/1', '/api/none'])(
  'a preflight of %s is answered for any origin, without cookies',
  async (path) => {
    const { status, headers } = await apiOf().request(path, preflight)
    expect([status, cors(headers)]).toEqual([204, { origin: '*', credentials: null }])
    expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PUT,DELETE')
    expect(headers.get('access-control-allow-headers')).toBe(
      'Authorization,Content-Type,If-Match,If-None-Match,Idempotency-Key,Consistency-Token,' +
        'Prefer,X-Track-Id,traceparent',
    )
    expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test.each([
  ['GET', '/api/things', 200],
  ['POST', '/api/things', 401],
  ['DELETE', '/api/things', 405],
  ['GET', '/api/none', 404],
])('%s %s may be read by scripts of other origins, answered %i', async (method, path, status) => {
  const answer = await apiOf().request(path, { method, headers: { Origin: origin } })
  expect(answer.status).toBe(status)
  expect(cors(answer.headers)).toEqual({ origin: '*', credentials: null })
  expect(answer.headers.get('access-control-expose-headers')).toBe(
    'Consistency-Token,Consistency,Consistency-Lag,ETag,X-Track-Id,Retry-After,Location',
  )
})

test('named origins may ask with cookies, and no others may ask', async () => {
  const api = apiOf({ corsOrigins: [origin] })
  for (const [method, path] of [
    ['OPTIONS', '/api/things'],
    ['GET', '/api/things'],
    ['POST', '/api/things'],
  ] as const) {
    const named = await api.request(path, { method, headers: { Origin: origin } })
    expect(cors(named.headers)).toEqual({ origin, credentials: 'true' })
    expect(named.headers.get('vary')).toContain('Origin')
    const other = await api.request(path, { method, headers: { Origin: 'https://other.example' } })
    expect(other.headers.has('access-control-allow-origin')).toBe(false)
    expect(other.headers.get('vary')).toContain('Origin')
  }
})

test('without origins no script elsewhere may read anything', async () => {
  const api = apiOf({ corsOrigins: [] })
  const { headers } = await api.request('/api/things', { headers: { Origin: origin } })
  expect(headers.has('access-control-allow-origin')).toBe(false)
  expect((await api.request('/api/things', preflight)).status).toBe(405)
})

test.each(['/api/things', '/api/none', '/livez', '/nowhere'])(
  'the answer of %s cannot be framed, sniffed or run',
  async (path) => {
    const { headers } = await apiOf().request(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    expect(headers.has('strict-transport-security')).toBe(false)
  },
)

test('a page may have a policy of its own', async () => {
  const { headers } = await apiOf().request('/api/page')
  expect(headers.get('content-security-policy')).toBe("default-src 'self'")
})

test('under https browsers are told to stay there', async () => {
  const { headers } = await apiOf({ publicUrl: 'https://b.example' }).request('/api/none')
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
})

test.each([
  ['*', '*'],
  [' * ', '*'],
  ['', []],
  ['https://a.example, http://B.example:8080/', ['https://a.example', 'http://b.example:8080']],
])('CORS_ORIGINS=%j is read', (text, origins) => {
  expect(readConfig(apiConfig, { PORT: '0', CORS_ORIGINS: text }).CORS_ORIGINS).toEqual(origins)
})

test.each([
  ['CORS_ORIGINS', 'https://a.example/path'],
  ['CORS_ORIGINS', 'a.example'],
  ['CORS_ORIGINS', 'null'],
  ['CORS_ORIGINS', '*,https://a.example'],
  ['CORS_ORIGINS', 'file:///'],
  ['TRUSTED_PROXIES', 'everybody'],
])('%s=%s is refused', (name, text) => {
  expect(() => readConfig(apiConfig, { PORT: '0', [name]: text })).toThrow(name)
})
