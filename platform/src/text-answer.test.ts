import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { answerText } from './text-answer.ts'

const at = Date.parse('2024-05-06T07:08:09Z') / 1000
const app = new Hono()
app.get('/dated', (c) => answerText(c, 'text', 'text/plain', { changedAt: at }))
app.get('/undated', (c) => answerText(c, 'text', 'text/plain'))

const ask = (path: string, headers: Record<string, string>) => app.request(path, { headers })
const statusOf = async (path: string, headers: Record<string, string>) =>
  (await ask(path, headers)).status

test('says what it is and since when', async () => {
  const { headers } = await ask('/dated', {})
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(headers.get('last-modified')).toBe('Mon, 06 May 2024 07:08:09 GMT')
  expect((await ask('/undated', {})).headers.has('last-modified')).toBe(false)
})

test.each([
  ['Mon, 06 May 2024 07:08:09 GMT', 304],
  ['Mon, 06 May 2024 07:08:10 GMT', 304],
  ['Mon, 06 May 2024 07:08:08 GMT', 200],
  ['Mon, 06 May 2999 07:08:08 GMT', 200],
  ['yesterday', 200],
  ['', 200],
])('If-Modified-Since: %s → %i', async (since, status) => {
  const headers = { 'If-Modified-Since': since }
  expect(await statusOf('/dated', headers)).toBe(status)
  expect(await statusOf('/undated', headers)).toBe(200)
})

test('If-None-Match goes before it', async () => {
  const etag = (await ask('/dated', {})).headers.get('etag') ?? ''
  const since = { 'If-Modified-Since': 'Mon, 06 May 2024 07:08:09 GMT' }
  expect(await statusOf('/dated', { ...since, 'If-None-Match': '"other"' })).toBe(200)
  expect(await statusOf('/dated', { 'If-None-Match': `"other", W/${etag}` })).toBe(304)
})
