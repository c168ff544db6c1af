import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, publish, totalIn } from '../publishing.ts'
import { newProject } from './compose.ts'

const healingMs = 120_000
const project = await newProject()
const services = await project.services()
const words: string[] = []
let author: Author

beforeAll(async () => {
  await project.build()
  await project.up()
  author = await register(project.gateway)
}, 900_000)
afterAll(() => project.remove(), 180_000)

/** Writes an article, and finds it at once by a word of its own. */
async function writeAndFind(): Promise<void> {
  const { word } = await publish(author)
  words.push(word)
  expect(totalIn(await author.get(`/api/search?q=${word}`))).toBe(1)
}

async function allHealthy(): Promise<void> {
  const health = await Promise.all(services.map((service) => project.health(service)))
  expect(health.filter((one) => one !== 'healthy')).toEqual([])
}

test('secrets are for their owner alone, and are not made anew', async () => {
  expect(statSync(project.secrets).mode & 0o777).toBe(0o600)
  await expect(project.newSecrets()).rejects.toThrow(/is there already/)
})

test('the README’s first article works through nginx', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const [, commands = ''] = /## The first article\n+```sh\n(.*?)```/s.exec(readme) ?? []
  expect(commands).toContain('http://127.0.0.1:8080')
  const here = commands.replaceAll('http://127.0.0.1:8080', project.gateway)
  const { stdout } = await promisify(execFile)('sh', ['-c', here])
  const [article, found] = stdout.split(/(?<=\})(?=\{)/).map((text) => JSON.parse(text))
  expect(article.article.slug).toBe('hello-readers')
  expect(found.total).toBe(1)
})

test('an article goes through nginx and is found at once by who wrote it', writeAndFind)

test('nothing but nginx can be reached from this machine', async () => {
  expect(services).toEqual(expect.arrayContaining(['postgres', 'kafka', 'nginx', 'read-api-2']))
  for (const path of ['/metrics', '/api/metrics']) {
    expect((await send(`${project.gateway}${path}`, 'GET')).status).toBe(404)
  }
})

describe('kill -9', () => {
  test.for(services)('of %s: it is back, and the next article is found', async (service) => {
    await vi.waitFor(allHealthy, { timeout: healingMs, interval: 500 })
    const pid = await project.pid(service)
    // To 0 it would be a signal to ourselves.
    expect(pid).toBeGreaterThan(1)
    // An engine that is told to kill does not start it again; a process that dies it does.
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(async () => expect([0, pid]).not.toContain(await project.pid(service)), {
      timeout: healingMs,
      interval: 250,
    })
    await vi.waitFor(writeAndFind, { timeout: healingMs, interval: 500 })
    await vi.waitFor(allHealthy, { timeout: healingMs, interval: 500 })
  })
})

test('down and up again keeps what was written', async () => {
  await project.down()
  expect(await project.containers()).toEqual([])
  await project.up()
  for (const word of words) {
    expect(totalIn(await anonymously(author, `/api/search?q=${word}`))).toBe(1)
  }
  await writeAndFind()
}, 900_000)
