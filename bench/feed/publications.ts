import { tokenHeader } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { expectStatus } from '../author.ts'
import { send, timed } from '../http-client.ts'
import { interleaved, ratioOf } from '../interleaved.ts'
import { table } from '../table.ts'
import { follow, publish, register, type Person } from './people.ts'

const publications = 40

/**
 * From a publication to the feed that shows it, for the author whom everybody follows, for one with a single
 * follower, and for that one right after the other has published.
 */
export async function measurePublications(
  gateway: string,
  star: Person,
  quiet: Person,
): Promise<string[]> {
  const followerOf = async (author: Person) => {
    const follower = await register(gateway, `${author.username}-follower`)
    await follow(gateway, follower, author)
    return follower
  }
  const [ofStar, ofQuiet] = [await followerOf(star), await followerOf(quiet)]
  const alone = 'published for one follower → in the feed'
  const widely = 'published for all → in the feed'
  const after = 'published for one right after one for all → in the feed'
  const apart = await interleaved(publications, {
    [alone]: () => publishAndSee(gateway, quiet, ofQuiet),
    [widely]: () => publishAndSee(gateway, star, ofStar),
  })
  const behind = { name: after, times: [] as number[] }
  for (let at = 0; at < publications; at++) {
    await publish(gateway, star, `News ${randomUUID()}`)
    await timed(behind.times, () => publishAndSee(gateway, quiet, ofQuiet))
  }
  const rows = [...apart, behind]
  return [
    'publications; milliseconds',
    ...table(rows),
    ratioOf(rows, widely, alone),
    ratioOf(rows, after, alone),
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
