import { articlesAlias, commentsAlias, projections } from '@broadsheet/contracts/names'
import type { ReadApi } from './deps.ts'

/** The stream has a heartbeat each second; this long without one is not a hiccup. */
const silenceMs = 10_000
const patienceMs = 3_000

type Parts = Pick<ReadApi, 'redis' | 'elasticsearch' | 'clickhouse' | 'consistency'>

/** What is missing: ready means that the stores answer and that the stream is live end to end. */
export async function missingOf(parts: Parts): Promise<string[]> {
  const { watermarks } = parts.consistency
  const behind = projections
    .filter((name) => watermarks.msSinceMoved(name) > silenceMs)
    .map((name) => `${name}: its watermark does not move`)
  const stores = await Promise.all([
    problemOf('redis', parts.redis.ping()),
    problemOf('elasticsearch', findIndices(parts)),
    problemOf('clickhouse', pingClickHouse(parts)),
  ])
  return [...behind, ...stores.filter((problem) => problem !== null)]
}

async function findIndices({ elasticsearch }: Parts): Promise<void> {
  for (const name of [articlesAlias, commentsAlias]) {
    const there = await elasticsearch.indices.existsAlias({ name })
    if (!there) throw new Error(`has no alias ${name} yet`)
  }
}

async function pingClickHouse({ clickhouse }: Parts): Promise<void> {
  const answer = await clickhouse.ping()
  if (!answer.success) throw answer.error
}

async function problemOf(name: string, question: Promise<unknown>): Promise<string | null> {
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, patienceMs, `${name}: no answer in ${patienceMs} ms`).unref()
  })
  const answered = question.then(
    () => null,
    (error: unknown) => `${name}: ${String(error)}`,
  )
  return Promise.race([answered, late])
}
