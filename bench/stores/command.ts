import { Command } from 'commander'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { timed } from '../http-client.ts'
import { findStack } from '../running-stack.ts'
import { openClickhouseStore } from './clickhouse-store.ts'
import { makeArticles, makeViews, viewLines, type Article, type Size } from './page-views.ts'
import { openPostgresStore } from './postgres-store.ts'
import { difference, questionsOf } from './questions.ts'
import { comparedBytes, comparedTimes, comparison, type Compared } from './report.ts'
import type { Question, Store } from './store.ts'

const viewsAtOnce = 100_000
/** As many as the projector puts in at once: 4 MiB of events. */
const batchViews = 15_000
const mostBatches = 20
const mostRuns = 7
const leastRuns = 3
/** No more runs of a question after so long, ms. */
const questionMs = 30_000

type Stores = readonly [clickhouse: Store, postgres: Store]

/** Both stores get the same views, must give the same numbers, and are then timed in turns. */
export function storesCommand(dataDir: string): Command {
  const whole = (text: string) => Number.parseInt(text, 10)
  return new Command('stores')
    .description('ClickHouse beside Postgres for page views: bytes, loading, the main queries')
    .option('--views <n>', 'page views', whole, 10_000_000)
    .option('--articles <n>', 'articles', whole, 50_000)
    .option('--tags <n>', 'tags', whole, 300)
    .option('--authors <n>', 'authors', whole, 2_000)
    .action(async (size: Size) => {
      const { postgres } = findStack(dataDir, undefined)
      if (postgres === undefined) throw new Error('the stack names no Postgres')
      const database = `bench_stores_${randomUUID().slice(0, 8)}`
      const clickhouse = openClickhouseStore(clickhouseOf(dataDir), database)
      try {
        const beside = await openPostgresStore(postgres, database)
        try {
          await measure([clickhouse, beside], size)
        } finally {
          await beside.close()
        }
      } finally {
        await clickhouse.close()
      }
    })
}

function clickhouseOf(dataDir: string): string {
  return JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')).clickhouse
}

async function measure(stores: Stores, size: Size): Promise<void> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('interrupted')))
  const articles = makeArticles(size)
  for (const store of stores) await store.prepare(articles)
  const loaded = await load(stores, size, articles, stop.signal)
  const [clickhouse, postgres] = stores
  const rows = [...comparedBytes(await clickhouse.bytes(), await postgres.bytes()), loaded]
  for (const question of questionsOf(articles)) {
    stop.signal.throwIfAborted()
    progress(question.name)
    rows.push(await compareAnswers(stores, question))
  }
  console.log(`${size.views} page views; medians; the ratio is Postgres to ClickHouse`)
  console.log(comparison(rows).join('\n'))
  for (const store of stores) console.log(await tablesOf(store))
}

/**
 * Most views come in the quickest way of each store; the last in batches as the projector's, which are
 * timed, and of which some come again.
 */
async function load(stores: Stores, size: Size, articles: readonly Article[], stop: AbortSignal) {
  const batches = Math.min(mostBatches, Math.floor(size.views / (4 * batchViews)))
  const bulk = size.views - batches * batchViews
  for (let first = 0; first < bulk; first += viewsAtOnce) {
    stop.throwIfAborted()
    const views = makeViews(size, articles, first, Math.min(bulk, first + viewsAtOnce))
    const lines = viewLines(views)
    await Promise.all(stores.map((store) => store.fill(lines)))
    progress(`${first + views.length} views`)
  }
  for (const store of stores) await store.settle()
  const times: [number[], number[]] = [[], []]
  for (let first = bulk; first < size.views; first += batchViews) {
    stop.throwIfAborted()
    const views = makeViews(size, articles, first, first + batchViews)
    for (const [at, store] of stores.entries()) {
      await timed(times[at] ?? [], () => store.insert(views))
    }
    progress(`${first + views.length} views, in batches`)
  }
  const again = makeViews(size, articles, bulk - batchViews / 2, bulk + batchViews / 2)
  for (const store of stores) {
    await store.insert(again)
    await store.tidy()
    const views = await store.views()
    if (views !== size.views) throw new Error(`${store.name} has ${views} views`)
  }
  return comparedTimes(`a batch of ${batchViews} views in`, times)
}

/** The first answers are compared and warm the caches; rejects when they differ. */
async function compareAnswers(stores: Stores, question: Question): Promise<Compared> {
  const [one = [], other = []] = [await stores[0].ask(question), await stores[1].ask(question)]
  const found = difference(one, other)
  if (found !== null) throw new Error(`${question.name}: ${found}`)
  const times: [number[], number[]] = [[], []]
  const until = Date.now() + questionMs
  for (let run = 0; run < leastRuns || (run < mostRuns && Date.now() < until); run++) {
    for (const [at, store] of stores.entries()) {
      await timed(times[at] ?? [], () => store.ask(question))
    }
  }
  return comparedTimes(question.name, times)
}

async function tablesOf(store: Store): Promise<string> {
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0)
  const tables = (await store.bytes()).map(
    ({ name, data, indexes }) => `${name} ${mebibytes(data)} + ${mebibytes(indexes)} of indexes`,
  )
  return `${store.name}, MiB: ${tables.join(', ')}`
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
