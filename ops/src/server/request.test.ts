import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { ask, reasonOf } from './request.ts'
import { retryAfterMs } from './retry-after.ts'

test('Retry-After is seconds or a date', () => {
  const after = (text: string) => retryAfterMs(new Headers({ 'Retry-After': text }))
  expect(after('3')).toBe(3_000)
  expect(after(new Date(0).toUTCString())).toBe(0)
  expect(after('soon')).toBeNull()
  expect(retryAfterMs(new Headers())).toBeNull()
})

test("a refusal is told in the server's own words", () => {
  const body = { errors: { title: ["can't be blank"], body: ['is too long', 'x'] } }
  const headers = new Headers()
  expect(reasonOf({ status: 422, headers, body })).toBe(
    "422 title: can't be blank; body: is too long, x",
  )
  expect(reasonOf({ status: 404, headers, body: null })).toBe('404')
})

test('where nothing listens is said in plain words once patience is over', async () => {
  const url = `http://127.0.0.1:${await unusedPort()}`
  const asked = ask(url, { method: 'GET', path: '/' }, 0)
  await expect(asked).rejects.toThrow(Refusal)
  await expect(asked).rejects.toThrow(`nothing answers at ${url} (ECONNREFUSED)`)
})

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
