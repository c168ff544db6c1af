import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const stack = inject('stack')
const dataDir = stack.dataDir
const program = join(import.meta.dirname, '../main.ts')
const word = `w${randomUUID().replaceAll('-', '')}`
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))

beforeAll(() => {
  cpSync(join(import.meta.dirname, '../../fixtures/notes'), folder, { recursive: true })
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const text = readFileSync(path, 'latin1').replaceAll('marker-word', word)
    writeFileSync(path, text, 'latin1')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(env: Record<string, string> = {}, ...options: string[]) {
  const child = spawn(process.execPath, [program, 'import', folder, '--prefix', word, ...options], {
    env: { ...process.env, DATA_DIR: dataDir, GATEWAY_URL: '', OPERATOR_SECRET: '', ...env },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** What is found of the folder, read at a position after everything that was written before. */
async function found() {
  const name = `after-${randomUUID().slice(0, 13)}`
  const user = { username: name, email: `${name}@example.com`, password: 'a long password' }
  const registered = await fetch(`${stack.gateway}/api/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user }),
  })
  const headers = { 'Consistency-Token': registered.headers.get('consistency-token') ?? '' }
  const answer = await fetch(`${stack.gateway}/api/search?q=${word}`, { headers })
  expect(answer.headers.get('consistency')).toBe('fresh')
  const { hits } = (await answer.json()) as { hits: { article: Record<string, unknown> }[] }
  return hits
    .map(({ article }) => article)
    .toSorted((a, b) => (String(a.createdAt) < String(b.createdAt) ? -1 : 1))
}

test('a folder is published once, and what is no article is named with the reason', async () => {
  const { code, out, err } = await run({}, '--author', `${word.slice(0, 30)}-notes`)
  expect(err).toMatch(/8\/8 files/)
  expect(code).toBe(0)
  expect(out).toMatch(/^published +4$/m)
  expect(out).toMatch(/^already there +0$/m)
  expect(out).toMatch(/^skipped +4$/m)
  expect(out).toMatch(/^ {2}broken\/date\.md: date: "the day before yesterday" is not a date$/m)
  expect(out).toMatch(/^ {2}broken\/empty\.md: is empty$/m)
  expect(out).toMatch(/^ {2}broken\/latin1\.md: is not UTF-8 text$/m)
  expect(out).toMatch(/^ {2}broken\/yaml\.md: its front matter is not valid YAML/m)
  expect(out).toMatch(/^ {2}2024\/lanterns\.md: tag "a tag that is .*" was left out/m)

  const articles = await found()
  expect(articles).toMatchObject([
    {
      title: 'Lanterns: a short account',
      description: 'How a street is lit by its own people.',
      createdAt: '2024-11-30T17:15:00.000Z',
      tagList: ['light', 'winter'],
      author: { username: 'Marta Vesely' },
    },
    {
      title: 'Снегопад над рекой',
      createdAt: '2024-12-05T00:00:00.000Z',
      tagList: ['зима', 'снег'],
      author: { username: 'Анна Снежина' },
    },
    { title: 'The harbour at low tide', author: { username: `${word.slice(0, 30)}-notes` } },
  ])

  const again = await run({}, '--author', `${word.slice(0, 30)}-notes`)
  expect(again.code).toBe(0)
  expect(again.out).toMatch(/^published +0$/m)
  expect(again.out).toMatch(/^already there +4$/m)
  expect(await found()).toEqual(articles)
})

test('a wrong credential ends the import in plain words, and nothing is written', async () => {
  const { code, out, err } = await run({ OPERATOR_SECRET: 'some-other-credential' })
  expect(err).toContain('does not take this import credential')
  expect({ code, out }).toEqual({ code: 1, out: '' })
})
