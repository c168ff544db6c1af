import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { answerText } from './text-answer.ts'

const app = new Hono()
app.get('/', (c) => answerText(c, 'text', 'text/plain', '7-'))

const ask = async (headers: Record<string, string> = {}) => app.request('/', { headers })

test('says what it is', async () => {
  const { headers } = await ask()
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(headers.get('etag')).toMatch(/^"7-[\w-]{12}"$/)
})

test('is not sent to who has it', async () => {
  const etag = (await ask()).headers.get('etag') ?? ''
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const { status, headers } = await ask({ 'If-None-Match': held })
    expect([status, headers.get('etag')]).toEqual([304, etag])
  }
  for (const held of ['', '"other"', etag.replaceAll('"', '')]) {
    expect((await ask({ 'If-None-Match': held })).status).toBe(200)
  }
})

test('what only knows a date gets it each time', async () => {
  const { status, headers } = await ask({ 'If-Modified-Since': new Date().toUTCString() })
  expect([status, headers.has('last-modified')]).toEqual([200, false])
})
