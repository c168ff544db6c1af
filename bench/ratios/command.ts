import { articlesAlias } from '@broadsheet/contracts/names'
import { Command } from 'commander'
import { Redis } from 'ioredis'
import { join } from 'node:path'
import { Client } from 'pg'
import { expectStatus } from '../author.ts'
import { newPrefix, unload } from '../feed/corpus.ts'
import { follow, register } from '../feed/people.ts'
import { send } from '../http-client.ts'
import { interleaved, ratioOf } from '../interleaved.ts'
import { newTag, publishCorpus } from '../relevance/published-corpus.ts'
import { readCorpus, readQueries } from '../relevance/test-set.ts'
import { operatorSecretOf, wholeStack, type WholeStack } from '../running-stack.ts'
import { table } from '../table.ts'
import { startOwnProcess } from './own-process.ts'
import { recordSearches } from './recorded-searches.ts'

const rounds = 300
const constantServer = join(import.meta.dirname, 'constant-server.ts')

/** What read-api adds to what it asks: each read beside the least that could answer it. */
export function ratiosCommand(dataDir: string): Command {
  return new Command('ratios')
    .description('reads beside the least that could answer them')
    .action(async () => {
      const stack = wholeStack(dataDir)
      const postgres = new Client({ connectionString: stack.postgres })
      await postgres.connect()
      const prefix = newPrefix()
      try {
        await measure(stack, operatorSecretOf(dataDir), prefix)
      } finally {
        await unload(postgres, prefix)
        await postgres.end()
      }
    })
}

async function measure(stack: WholeStack, operatorSecret: string, prefix: string): Promise<void> {
  const { gateway, readApi, elasticsearch } = stack
  const tag = newTag()
  const corpus = readCorpus()
  const { signal } = new AbortController()
  await publishCorpus(gateway, operatorSecret, { prefix, tag }, corpus, signal)
  const reader = await register(gateway, `${prefix}reader`)
  for (const author of new Set(corpus.map(({ author }) => author))) {
    await follow(gateway, reader, { username: prefix + author, headers: {} })
  }
  const queries = readQueries().map(({ q }) => `${new URLSearchParams({ q, tag })}`)
  const searches = await recordSearches(stack, queries)
  const redis = new Redis(stack.redis)
  const timeline = `${prefix}timeline`
  await redis.zadd(timeline, ...corpus.flatMap(({ name }, at) => [at, name]))
  const list = await send(`${gateway}/api/articles?limit=1&tag=${tag}`)
  const hot = `${readApi}/api/articles/${list.body.articles[0].slug}`
  const answer = JSON.stringify((await send(hot)).body)
  const constant = await startOwnProcess(constantServer, {}, answer, Number)

  const ok = async (url: string, sent = {}) => expectStatus(await send(url, sent), 200)
  const inTurn = <T>(list: readonly T[], work: (one: T) => Promise<void>) => {
    let at = 0
    return () => work(list[at++ % list.length]!)
  }
  const straight = `${elasticsearch}/${articlesAlias}/_search`
  const { headers } = reader
  try {
    const rows = await interleaved(rounds, {
      search: inTurn(queries, (query) => ok(`${readApi}/api/search?${query}`)),
      'the same query to Elasticsearch': inTurn(searches, ({ body }) =>
        ok(straight, { method: 'POST', json: body }),
      ),
      'a hot article': () => ok(hot),
      'a constant answer of Hono': () => ok(constant.url),
      'a page of the feed': () => ok(`${readApi}/api/feed?limit=20`, { headers }),
      'the ids of a timeline in Redis': () => redis.zrevrange(timeline, 0, 19),
    })
    const [search = '', query = '', article = '', least = '', feed = '', ids = ''] = rows.map(
      ({ name }) => name,
    )
    const requests = searches.reduce((sum, { requests }) => sum + requests, 0)
    const lines = [
      'milliseconds, one request at a time, in turns',
      ...table(rows),
      ratioOf(rows, search, query),
      ratioOf(rows, article, least),
      ratioOf(rows, feed, ids),
      `requests to Elasticsearch per search: ${(requests / searches.length).toFixed(2)}`,
    ]
    console.log(lines.join('\n'))
  } finally {
    await constant.stop()
    await redis.unlink(timeline)
    redis.disconnect()
  }
}
