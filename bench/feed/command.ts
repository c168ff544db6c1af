import { Command } from 'commander'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { wholeStack, type WholeStack } from '../running-stack.ts'
import { followFirst, load, newPrefix, unload, type Size } from './corpus.ts'
import { measureFanOut } from './fan-out.ts'
import { measurePages, type FeedReader } from './pages.ts'
import { register, untilShown } from './people.ts'
import { measurePublications } from './publications.ts'

const followedBy = [10, 100, 1_000, 10_000, 100_000]
/** For a walk that finds nothing. */
const silent = 10_000

/** Reads of the feed by how many are followed, and publishing with and without many followers. */
export function feedCommand(dataDir: string): Command {
  const whole = (text: string) => Number.parseInt(text, 10)
  return new Command('feed')
    .description(
      'what a page of the feed costs, what publishing for many followers does, and what timelines would cost; best on a stack that is thrown away',
    )
    .option('--authors <n>', 'authors with articles', whole, 10_000)
    .option('--articles <n>', 'articles of each author', whole, 10)
    .option('--readers <n>', 'readers', whole, 9_000)
    .option('--follows <n>', 'authors that each reader follows', whole, 100)
    .option('--followers <n>', 'followers of one author', whole, 100_000)
    .option('--keep', 'leaves everything where it is')
    .action(async (size: Size & { keep?: true }) => {
      const stack = wholeStack(dataDir)
      const postgres = new Client({ connectionString: stack.postgres })
      const redis = new Redis(stack.redis)
      await postgres.connect()
      const prefix = newPrefix()
      try {
        await measure(stack, postgres, redis, prefix, size)
      } finally {
        if (!size.keep) await unload(postgres, prefix)
        await postgres.end()
        redis.disconnect()
      }
    })
}

async function measure(
  stack: WholeStack,
  postgres: Client,
  redis: Redis,
  prefix: string,
  size: Size,
): Promise<void> {
  const { gateway } = stack
  const star = await register(gateway, `${prefix}star`)
  const quiet = await register(gateway, `${prefix}quiet`)
  const { rows } = await postgres.query('SELECT id FROM users WHERE username = $1', [star.username])
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1_000).toFixed(0)} s`
  await load(postgres, prefix, size, rows[0].id)
  const readers: FeedReader[] = []
  const addReader = async (follows: string, first: number, count: number) => {
    if (first + count > size.authors + size.followers) return
    const person = await register(gateway, `${prefix}of-${readers.length}`)
    await followFirst(postgres, prefix, person.username, { first, count }, size)
    readers.push({ follows, person })
  }
  for (const count of followedBy) await addReader(String(count), 0, count)
  await addReader(`${silent} who write nothing`, size.authors, silent)
  const edges = size.readers * size.follows + size.followers
  console.log(
    `${edges} edges and ${size.authors * size.articles} articles: stored after ${seconds()}`,
  )
  await untilShown(gateway, star)
  console.log(`in all read models after ${seconds()}`)
  for (const lines of [
    await measurePages({ ...stack, redis, postgres }, readers, prefix),
    await measurePublications(gateway, star, quiet),
    await measureFanOut(redis, prefix, size.followers),
  ]) {
    console.log(['', ...lines].join('\n'))
  }
}
