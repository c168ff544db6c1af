import { tokenHeader } from '@broadsheet/contracts/token'
import { Command } from 'commander'
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { expectStatus } from '../author.ts'
import { send, timed } from '../http-client.ts'
import { findStack } from '../running-stack.ts'
import { table, type Measured } from '../table.ts'
import { followFirst, load, newPrefix, unload, type Size } from './corpus.ts'

const pages = 200
const publications = 30
const readersOf = [10, 100, 1_000] as const

type Reader = { username: string; headers: Record<string, string> }

/** Reads of the feed by how many are followed, and publishing with and without many followers. */
export function feedCommand(dataDir: string): Command {
  const whole = (text: string) => Number.parseInt(text, 10)
  return new Command('feed')
    .description('what a page of the feed costs, and what publishing for many followers does')
    .option('--authors <n>', 'authors with articles', whole, 2_000)
    .option('--articles <n>', 'articles of each author', whole, 50)
    .option('--readers <n>', 'readers', whole, 10_000)
    .option('--follows <n>', 'authors that each reader follows', whole, 100)
    .option('--followers <n>', 'followers of one author', whole, 100_000)
    .action(async (size: Size) => {
      const { gateway, postgres } = findStack(dataDir, undefined)
      const client = new Client({ connectionString: postgres })
      await client.connect()
      const prefix = newPrefix()
      try {
        await measure(gateway, client, prefix, size)
      } finally {
        await unload(client, prefix)
        await client.end()
      }
    })
}

async function measure(gateway: string, postgres: Client, prefix: string, size: Size) {
  const edges = size.readers * size.follows + size.followers
  const star = await register(gateway, `${prefix}star`)
  const quiet = await register(gateway, `${prefix}quiet`)
  const { rows } = await postgres.query('SELECT id FROM users WHERE username = $1', [star.username])
  await load(postgres, prefix, size, rows[0].id)
  const readers = await Promise.all(
    readersOf.map(async (count) => {
      const reader = await register(gateway, `${prefix}of-${count}`)
      await followFirst(postgres, prefix, reader.username, count)
      return { count, reader }
    }),
  )
  await untilShown(gateway, star)
  const measured: Measured[] = []
  for (const { count, reader } of readers) {
    const url = `${gateway}/api/articles/feed?limit=20`
    measured.push({ name: `feed of ${count} authors`, times: await repeated(pages, url, reader) })
  }
  const list = `${gateway}/api/articles?limit=20`
  measured.push({ name: 'ceiling: all articles', times: await repeated(pages, list, quiet) })
  for (const [name, author] of [
    [`published for ${size.followers} followers → read in the feed`, star],
    ['published for one follower → read in the feed', quiet],
  ] as const) {
    measured.push({ name, times: await published(gateway, author) })
  }
  console.log(`${edges} edges, ${size.authors * size.articles} articles; milliseconds`)
  console.log(table(measured).join('\n'))
}

/** Writes as the author and reads the feed of a follower with the write's token. */
async function published(gateway: string, author: Reader): Promise<number[]> {
  const follower = await register(gateway, `${author.username}-follower`)
  const path = `${gateway}/api/profiles/${author.username}/follow`
  expectStatus(await send(path, { method: 'POST', headers: follower.headers }), 200)
  const times: number[] = []
  for (let at = 0; at < publications; at++) {
    const title = `News ${randomUUID()}`
    await timed(times, async () => {
      const token = await publish(gateway, author, title)
      const headers = { ...follower.headers, [tokenHeader]: token }
      const feed = await send(`${gateway}/api/articles/feed?limit=1`, { headers })
      expectStatus(feed, 200)
      if (feed.body.articles[0]?.title !== title) throw new Error('the feed lacks what was written')
    })
  }
  return times
}

async function publish(gateway: string, { headers }: Reader, title: string): Promise<string> {
  const article = { title, description: 'd', body: 'b' }
  const answer = await send(`${gateway}/api/articles`, {
    method: 'POST',
    headers,
    json: { article },
  })
  expectStatus(answer, 201)
  return answer.headers.get(tokenHeader) ?? ''
}

/** Everything before this write is in the read models when the read of it is fresh. */
async function untilShown(gateway: string, author: Reader): Promise<void> {
  const token = await publish(gateway, author, 'The last of the load')
  const headers = { ...author.headers, [tokenHeader]: token, Prefer: 'consistency=strict' }
  for (let status = 503; status === 503;) {
    status = (await send(`${gateway}/api/articles?limit=1`, { headers })).status
  }
}

async function repeated(count: number, url: string, { headers }: Reader): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    expectStatus(await timed(times, () => send(url, { headers })), 200)
  }
  return times
}

async function register(gateway: string, username: string): Promise<Reader> {
  const user = { username, email: `${username}@example.com`, password: randomUUID() }
  const answer = await send(`${gateway}/api/users`, { method: 'POST', json: { user } })
  expectStatus(answer, 201)
  return { username, headers: { Authorization: `Token ${answer.body.user.token}` } }
}
