import { projections, watermarkKey } from '@broadsheet/contracts/names'
import { Redis } from 'ioredis'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { containersOf, describe as read, Launcher, newDataDir } from '../launch.ts'
import { isRunning } from '../process.ts'
import { publish, totalIn } from '../publishing.ts'

const healingMs = 60_000
const stoppingMs = 60_000
const quiet = { DEMO: '0', RATE_LIMITS: 'off' }

let dataDir: string
let launcher: Launcher
let author: Author
const words: string[] = []

beforeAll(async () => {
  dataDir = newDataDir()
  launcher = await start()
  author = await register(read(dataDir).gateway)
})
afterAll(async () => {
  await launcher?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<Launcher> {
  const started = new Launcher({ ...quiet, DATA_DIR: dataDir, PORT: '0' })
  await started.said(/^ready http/m)
  return started
}

/** Writes an article and finds it by a word of its own. */
async function writeAndFind(): Promise<void> {
  const { word } = await publish(author)
  words.push(word)
  await vi.waitFor(() => find(word), 10_000)
}

async function find(word: string): Promise<void> {
  expect(totalIn(await send(`${read(dataDir).gateway}/api/search?q=${word}`, 'GET'))).toBe(1)
}

describe('a start that cannot be', () => {
  test('on a data folder in use is refused, and disturbs nothing', async () => {
    const second = new Launcher({ ...quiet, DATA_DIR: dataDir, PORT: '0' })
    expect(await second.ended).toBe(1)
    expect(second.output).toMatch(/in use by another start \(pid \d+\)/)
    await writeAndFind()
  })

  test('on a port in use is refused', async () => {
    const other = newDataDir()
    const { port } = new URL(read(dataDir).gateway)
    const second = new Launcher({ ...quiet, DATA_DIR: other, PORT: port })
    expect(await second.ended).toBe(1)
    expect(second.output).toContain(`port ${port} is in use`)
    rmSync(other, { recursive: true })
  })

  test('without a JDK that will do is refused, saying what to install', async () => {
    const other = newDataDir()
    mkdirSync(join(other, 'data'))
    const env = { DATA_DIR: join(other, 'data'), PORT: '0', JDK_FOLDERS: other, JAVA_HOME: other }
    const second = new Launcher({ ...quiet, ...env, PATH: other, STACK: 'embedded' })
    expect(await second.ended).toBe(1)
    expect(second.output).toMatch(/JDK 21 or newer is needed.*Install one/s)
    rmSync(other, { recursive: true })
  })

  test('with external servers that are not named is refused', async () => {
    const second = new Launcher({ STACK: 'external' })
    expect(await second.ended).toBe(1)
    expect(second.output).toContain('POSTGRES_URL is not set')
  })
})

test('secrets and stack.json are for their owner alone', () => {
  for (const name of ['secrets.json', 'stack.json']) {
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600)
  }
})

describe('kill -9', () => {
  test.for([
    'postgres',
    'kafka',
    'connect',
    'elasticsearch',
    'clickhouse',
    'redis',
    'write-api',
    'connectors',
    'projector',
    'read-api',
    'gateway',
  ])('of %s: it is back, and the next article is found', async (name) => {
    const pid = read(dataDir).processes[name]?.pid ?? 0
    // To 0 it would be a signal to ourselves.
    expect(pid).toBeGreaterThan(1)
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect(read(dataDir).processes[name]?.pid).not.toBe(pid), healingMs)
    await vi.waitFor(writeAndFind, { timeout: healingMs, interval: 250 })
  })

  test('of the launcher: nothing stays, and the next start has all data', async () => {
    const pids = Object.values(read(dataDir).processes).map(({ pid }) => pid)
    launcher.child.kill('SIGKILL')
    const left = () => [...pids.filter(isRunning), ...containersOf(dataDir)]
    await vi.waitFor(() => expect(left()).toEqual([]), healingMs)
    launcher = await start()
    author = await register(read(dataDir).gateway)
    for (const word of words) await find(word)
    await writeAndFind()
  })
})

test('a new incarnation is built beside the live one, and nothing is missing meanwhile', async () => {
  const { postgres, redis } = read(dataDir)
  const [pool, watermarks] = [new Pool({ connectionString: postgres, max: 1 }), new Redis(redis)]
  await pool.query('INSERT INTO ops.incarnations (n) SELECT max(n) + 1 FROM ops.incarnations')
  let missing = 0
  await vi.waitFor(
    async () => {
      for (const word of words) await find(word).catch(() => (missing += 1))
      const keys = projections.map(watermarkKey)
      const live = await Promise.all(keys.map((key) => watermarks.hget(key, 'incarnation')))
      expect(live).toEqual(['2', '2', '2'])
    },
    { timeout: healingMs, interval: 100 },
  )
  expect(missing).toBe(0)
  const { rows } = await pool.query('SELECT slot_name FROM pg_replication_slots')
  expect(rows).toEqual([{ slot_name: 'broadsheet_2' }])
  await writeAndFind()
  const strict = { Prefer: 'consistency=strict' }
  expect((await author.get('/api/articles', strict)).headers.get('consistency')).toBe('fresh')
  await Promise.all([pool.end(), watermarks.quit()])
})

test(
  'stop, told twice, ends everything and then itself with 0',
  { timeout: stoppingMs },
  async () => {
    const pids = Object.values(read(dataDir).processes).map(({ pid }) => pid)
    launcher.child.kill('SIGTERM')
    launcher.child.kill('SIGTERM')
    expect(await launcher.ended).toBe(0)
    expect([...pids.filter(isRunning), ...containersOf(dataDir)]).toEqual([])
  },
)
