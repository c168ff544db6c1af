import { socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import type { Redis } from 'ioredis'
import { fromStored, startOf, toStored, type Position, type StoredPosition } from '../position.ts'
import { StoreMoved, type Generation, type Store } from '../projection.ts'
import type { SocialWrite } from './project.ts'
import { applyScript, listNamesScript } from './script.ts'

/** Sessions live in the same Redis: no script may hold it up for more than a few milliseconds. */
const writesPerScript = 100

/**
 * Redis as the social store. A script applies a batch and the position it reaches in one step, from the
 * position that the caller thinks the store is at, and leaves out what is older than what is there.
 */
export function openSocialStore(redis: Redis, liveKey = socialLiveKey): Store<SocialWrite> {
  return {
    open: async (incarnation) => {
      const live = Number((await redis.get(liveKey)) ?? 0)
      for (const number of live === 0 ? [1] : [live, live + 1]) {
        const position = parse(await redis.get(socialKeys(number).position))
        if (position?.incarnation !== incarnation) continue
        await listNames(redis, number)
        return { number, live: number === live, position }
      }
      await clear(redis, live + 1)
      const position = startOf(incarnation)
      await redis.set(socialKeys(live + 1).position, format(position))
      return { number: live + 1, live: false, position }
    },
    apply: async (generation, writes, next) => {
      const count = Math.max(1, Math.ceil(writes.length / writesPerScript))
      const parts = Array.from({ length: count }, (_, at) =>
        writes.slice(at * writesPerScript, (at + 1) * writesPerScript),
      )
      const last = parts.pop() ?? []
      // These leave the position where it is, so that none has to wait for the one before it.
      await Promise.all(
        parts.map((part) => applyPart(redis, generation, part, generation.position)),
      )
      await applyPart(redis, generation, last, next)
      return []
    },
    // The script has kept it together with the writes.
    savePosition: async () => {},
    goLive: async (generation) => {
      await redis.set(liveKey, generation.number)
      if (generation.number > 2) await clear(redis, generation.number - 2)
    },
  }
}

async function applyPart(
  redis: Redis,
  generation: Generation,
  writes: readonly SocialWrite[],
  next: Position,
): Promise<void> {
  const { position, prefix } = socialKeys(generation.number)
  const args = [format(generation.position), format(next), prefix, ...writes.flatMap(argumentsOf)]
  const applied = await redis.eval(applyScript, 1, position, ...args)
  if (applied !== 1) throw new StoreMoved('the social store is at another position')
}

/** Kind, key part, version, value, lower-case name. */
function argumentsOf(write: SocialWrite): string[] {
  const { kind } = write
  const version = String(write.version).padStart(19, '0')
  switch (kind) {
    case 'profile': {
      const { id, profile } = write
      return [kind, id, version, JSON.stringify(profile), profile.username.toLowerCase()]
    }
    case 'no-profile':
      return [kind, write.id, version, '', '']
    case 'slug':
      return [kind, write.slug, version, write.articleId, '']
    case 'no-slug':
      return [kind, write.slug, version, '', '']
    case 'follow':
    case 'no-follow':
    case 'favorite':
    case 'no-favorite':
      return [kind, write.from, version, write.to, '']
  }
}

const format = (position: Position) => JSON.stringify(toStored(position))

const parse = (text: string | null) =>
  text === null ? null : fromStored(JSON.parse(text) as StoredPosition)

/** A store that was filled before names were found by their beginning has not all of them in order. */
async function listNames(redis: Redis, generation: number): Promise<void> {
  const { prefix, usernames } = socialKeys(generation)
  const names = `${prefix}names`
  if ((await redis.zcard(usernames)) === (await redis.hlen(names))) return
  for await (const found of redis.hscanStream(names, { count: 500 })) {
    const ids = (found as string[]).filter((_, at) => at % 2 === 0)
    if (ids.length > 0) await redis.eval(listNamesScript, 2, names, usernames, ...ids)
  }
}

async function clear(redis: Redis, generation: number): Promise<void> {
  const match = `${socialKeys(generation).prefix}*`
  for await (const keys of redis.scanStream({ match, count: 500 })) {
    if (keys.length > 0) await redis.unlink(...(keys as string[]))
  }
}
