import { isEdge, socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { storedProfile } from '@broadsheet/contracts/user'
import type { Redis } from 'ioredis'
import type { Watermarks } from '../consistency/watermarks.ts'
import { orUnavailable, unavailable } from '../store-failures.ts'
import { loadSurroundings, type Surroundings } from './surroundings.ts'

/** Look-ups in the live generation of the social store; all reject with 503 while it is away. */
export type SocialStore = {
  articleIdOf: (slug: string) => Promise<string | null>
  userIdOf: (username: string) => Promise<string | null>
  isEditor: (userId: string) => Promise<boolean>
  /** Ids of the users whom a user follows. */
  followedBy: (userId: string) => Promise<string[]>
  /** Ids of the articles that a user favors. */
  favoredBy: (userId: string) => Promise<string[]>
  /** At most `most` usernames that begin so, in whatever case, in their order. */
  usernamesFrom: (beginning: string, most: number) => Promise<string[]>
  /** The authors and articles of these ids, as `viewerId` (null: nobody) stands to them. */
  around: (
    viewerId: string | null,
    authorIds: readonly string[],
    articleIds?: readonly string[],
  ) => Promise<Surroundings>
}

const slugPattern = /^[a-z0-9-]{1,1000}$/

export function openSocialStore(redis: Redis, watermarks: Watermarks): SocialStore {
  const keys = async () => {
    const known = watermarks.current('social')?.generation
    const live = known ?? Number((await orUnavailable(redis.get(socialLiveKey))) ?? 0)
    if (live === 0) throw unavailable(new Error('no social store is live yet'))
    return socialKeys(live)
  }
  return {
    articleIdOf: async (slug) => {
      if (!slugPattern.test(slug)) return null
      return orUnavailable(redis.get((await keys()).slug(slug)))
    },
    userIdOf: async (username) => orUnavailable(redis.get((await keys()).username(username))),
    isEditor: async (userId) => {
      const text = await orUnavailable(redis.get((await keys()).profile(userId)))
      return text !== null && storedProfile.parse(JSON.parse(text)).editor
    },
    followedBy: async (userId) => edgesOf(redis, (await keys()).following(userId)),
    favoredBy: async (userId) => edgesOf(redis, (await keys()).favorites(userId)),
    usernamesFrom: async (beginning, most) => {
      const { usernames, profile } = await keys()
      const first = Buffer.from(`[${beginning.toLowerCase()}`)
      const last = Buffer.concat([first, Buffer.of(0xff)])
      const members = await orUnavailable(
        redis.zrangebylex(usernames, first, last, 'LIMIT', 0, most),
      )
      if (members.length === 0) return []
      const ids = members.map((member) => member.slice(member.lastIndexOf('\0') + 1))
      const profiles = await orUnavailable(redis.mget(ids.map(profile)))
      return profiles.flatMap((text) =>
        text ? storedProfile.parse(JSON.parse(text)).username : [],
      )
    },
    around: async (viewerId, authorIds, articleIds = []) =>
      loadSurroundings(redis, await keys(), viewerId, authorIds, articleIds),
  }
}

/** Not all at once: somebody's hash may be large, and others wait for Redis meanwhile. */
const edgesPerTurn = 2_000

/** The fields of a hash whose mark says that they are there. */
async function edgesOf(redis: Redis, key: string): Promise<string[]> {
  const found = new Set<string>()
  let cursor = '0'
  do {
    const scanning = redis.hscan(key, cursor, 'COUNT', edgesPerTurn)
    const [next, flat] = await orUnavailable(scanning)
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [id, mark] = flat.slice(at, at + 2)
      if (id !== undefined && isEdge(mark)) found.add(id)
    }
    cursor = next
  } while (cursor !== '0')
  return [...found]
}
