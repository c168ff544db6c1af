import { tokenHeader } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { expectStatus } from '../author.ts'
import { send, timed } from '../http-client.ts'
import { ratioOf } from '../interleaved.ts'
import { table } from '../table.ts'
import { follow, publish, register, type Person } from './people.ts'

const publications = 40

/**
 * From a publication to the feed that shows it: for the author whom everybody follows and for one with a
 * single follower, and for that one while another author's publication, of either kind, is on its way.
 */
export async function measurePublications(
  gateway: string,
  star: Person,
  quiet: Person,
): Promise<string[]> {
  const other = await register(gateway, `${quiet.username}-too`)
  const followerOf = async (author: Person) => {
    const follower = await register(gateway, `${author.username}-follower`)
    await follow(gateway, follower, author)
    return follower
  }
  const [ofStar, ofQuiet] = [await followerOf(star), await followerOf(quiet)]
  const seen = (author: Person, follower: Person) => publishAndSee(gateway, author, follower)
  const after = async (author: Person, times: number[]) => {
    await publish(gateway, author, `News ${randomUUID()}`)
    await timed(times, () => seen(quiet, ofQuiet))
  }
  const rows = [
    { name: 'for one follower → in the feed', times: [] as number[] },
    { name: 'for all → in the feed', times: [] as number[] },
    { name: 'for one, right after another for none', times: [] as number[] },
    { name: 'for one, right after another for all', times: [] as number[] },
  ] as const
  const [one, all, afterNone, afterAll] = rows
  for (let at = 0; at < publications; at++) {
    await timed(one.times, () => seen(quiet, ofQuiet))
    await timed(all.times, () => seen(star, ofStar))
    await after(other, afterNone.times)
    await after(star, afterAll.times)
  }
  return [
    'publications; milliseconds, in turns',
    ...table(rows),
    ratioOf(rows, all.name, one.name),
    ratioOf(rows, afterAll.name, afterNone.name),
  ]
}

async function publishAndSee(gateway: string, author: Person, follower: Person): Promise<void> {
  const title = `News ${randomUUID()}`
  const token = await publish(gateway, author, title)
  const headers = { ...follower.headers, [tokenHeader]: token }
  const feed = await send(`${gateway}/api/feed?limit=1`, { headers })
  expectStatus(feed, 200)
  if (feed.body.articles[0]?.title !== title) throw new Error('the feed lacks what was written')
}
