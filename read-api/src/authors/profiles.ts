import { socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { storedProfile, type Profile } from '@broadsheet/contracts/user'
import type { Redis } from 'ioredis'
import type { Watermarks } from '../consistency/watermarks.ts'
import { orUnavailable, unavailable } from '../store-failures.ts'

/** Look-ups in the live generation of the social store; all reject with 503 while it is away. */
export type SocialStore = {
  articleIdOf: (slug: string) => Promise<string | null>
  userIdOf: (username: string) => Promise<string | null>
  /** By user id; an author who is not known yet is nameless. */
  profiles: (userIds: readonly string[]) => Promise<(userId: string) => Profile>
}

const nameless: Profile = { username: '', bio: null, image: null, following: false }
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
    profiles: async (userIds) => {
      const wanted = [...new Set(userIds)]
      const { profile } = await keys()
      const texts = wanted.length === 0 ? [] : await orUnavailable(redis.mget(wanted.map(profile)))
      const found = new Map(wanted.map((id, at) => [id, profileOf(texts[at])]))
      return (userId) => found.get(userId) ?? nameless
    },
  }
}

function profileOf(text: string | null | undefined): Profile {
  if (!text) return nameless
  const { username, bio, image } = storedProfile.parse(JSON.parse(text))
  return { username, bio, image, following: false }
}
