import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

const stack = inject('stack')
const dataDir = stack.dataDir
const program = join(import.meta.dirname, '../main.ts')

async function run(options: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, 'users', ...options], {
    env: { ...process.env, DATA_DIR: dataDir, GATEWAY_URL: '', OPERATOR_SECRET: '', ...env },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const [code] = await once(child, 'close')
  return { code, out, err }
}

async function post(path: string, body: object) {
  const answer = await fetch(`${stack.gateway}/api${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as any }
}

test('a user is disabled and enabled by name', async () => {
  const username = `u${randomUUID().slice(0, 13)}`
  const user = { username, email: `${username}@example.com`, password: 'a long password' }
  const { token } = (await post('/users', { user })).body.user
  const isIn = async () =>
    (await fetch(`${stack.gateway}/api/user`, { headers: { Authorization: `Token ${token}` } })).ok

  expect(await isIn()).toBe(true)
  const disabled = await run(['disable', username])
  expect(disabled).toMatchObject({ code: 0, err: '' })
  expect(disabled.out).toContain(`${username} is disabled`)
  expect(await isIn()).toBe(false)
  expect((await post('/users/login', { user })).status).toBe(403)

  expect(await run(['enable', username.toUpperCase()])).toMatchObject({ code: 0, err: '' })
  expect((await post('/users/login', { user })).status).toBe(200)
})

test('an editor is appointed and dismissed by name', async () => {
  const username = `u${randomUUID().slice(0, 13)}`
  const user = { username, email: `${username}@example.com`, password: 'a long password' }
  const { token } = (await post('/users', { user })).body.user
  const siteStats = async () => {
    const headers = { Authorization: `Token ${token}` }
    return (await fetch(`${stack.gateway}/api/stats/site`, { headers })).status
  }
  expect(await siteStats()).toBe(403)
  const appointed = await run(['appoint-editor', username])
  expect(appointed).toMatchObject({ code: 0, err: '' })
  expect(appointed.out).toContain(`${username} is an editor`)
  expect(await siteStats()).toBe(200)
  expect(await run(['dismiss-editor', username])).toMatchObject({ code: 0, err: '' })
  expect(await siteStats()).toBe(403)
})

test('what cannot be done is said in plain words', async () => {
  expect(await run(['disable', 'nobody of that name/%'])).toEqual({
    code: 1,
    out: '',
    err: 'nobody is named nobody of that name/%\n',
  })
  const wrong = await run(['disable', 'anybody'], { OPERATOR_SECRET: 'some-other-credential' })
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toContain('does not take this operator credential')
})
