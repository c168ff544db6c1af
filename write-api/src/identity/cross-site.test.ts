import type { Site } from '@broadsheet/platform/site'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { refuseCrossSite } from './cross-site.ts'

const site: Site = {
  publicUrl: 'https://broadsheet.example',
  corsOrigins: ['https://front.example'],
}

async function isRefused(headers: Record<string, string>, at: Site = site): Promise<boolean> {
  const app = new Hono()
  app.post('/', (c) => {
    refuseCrossSite(c, at)
    return c.text('let through')
  })
  app.onError((error, c) => c.text(error.message, 403))
  const answer = await app.request('/', { method: 'POST', headers })
  const text = await answer.text()
  expect(['let through', 'cross_site']).toContain(text)
  return text === 'cross_site'
}

test.each([
  [{}, false],
  [{ 'Sec-Fetch-Site': 'same-origin' }, false],
  [{ 'Sec-Fetch-Site': 'none' }, false],
  [{ 'Sec-Fetch-Site': 'cross-site' }, true],
  [{ 'Sec-Fetch-Site': 'same-site' }, true],
  [{ 'Sec-Fetch-Site': 'something new' }, true],
  [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://broadsheet.example' }, true],
  // A development server that passes requests on changes the host, and the browser knows better.
  [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost:5173', Host: 'x.example' }, false],
  [{ Origin: 'https://broadsheet.example' }, false],
  [{ Origin: 'https://broadsheet.example:8443' }, true],
  [{ Origin: 'http://broadsheet.example' }, true],
  [{ Origin: 'http://127.0.0.1:8080', Host: '127.0.0.1:8080' }, false],
  [{ Origin: 'http://127.0.0.1:8081', Host: '127.0.0.1:8080' }, true],
  [{ Origin: 'https://evil.example', Host: 'broadsheet.example' }, true],
  [{ Origin: 'https://broadsheet.example.evil.example' }, true],
  [{ Origin: 'null' }, true],
  [{ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }, true],
  [{ Origin: 'nonsense' }, true],
  [{ Origin: 'https://front.example' }, false],
  [{ Origin: 'https://front.example', 'Sec-Fetch-Site': 'cross-site' }, false],
  [{ Origin: 'https://front.example', 'Sec-Fetch-Site': 'same-site' }, false],
  [{ Origin: 'https://front.example.evil.example' }, true],
] as [Record<string, string>, boolean][])('of %j: refused %s', async (headers, refused) => {
  expect(await isRefused(headers)).toBe(refused)
})

test('that any origin may ask does not let it use the cookies of our readers', async () => {
  const open: Site = { ...site, corsOrigins: '*' }
  expect(await isRefused({ Origin: 'https://front.example' }, open)).toBe(true)
  expect(await isRefused({ Origin: '*' }, open)).toBe(true)
})
