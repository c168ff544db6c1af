import { socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { storedProfile } from '@broadsheet/contracts/user'
import type { Redis } from 'ioredis'
import type { Watermarks } from '../consistency/watermarks.ts'
import { orUnavailable, unavailable } from '../store-failures.ts'
import { edgesAt, type Edges } from './edges.ts'
import { loadSurroundings, type Surroundings } from './surroundings.ts'

/** Look-ups in the live generation of the social store; all reject with 503 while it is away. */
export type SocialStore = {
  articleIdOf: (slug: string) => Promise<string | null>
  userIdOf: (username: string) => Promise<string | null>
  isEditor: (userId: string) => Promise<boolean>
  /** The users whom a user follows, by id. */
  followedBy: (userId: string) => Promise<Edges>
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
    followedBy: async (userId) => edgesAt(redis, (await keys()).following(userId)),
    favoredBy: async (userId) => edgesAt(redis, (await keys()).favorites(userId)).all(),
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
