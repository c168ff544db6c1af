import { socialKeys } from '@broadsheet/contracts/names'
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { startOf } from '../position.ts'
import { StoreMoved } from '../projection.ts'
import type { SocialWrite } from './project.ts'
import { openSocialStore } from './store.ts'

// A logical database of its own: the running projector writes generation 1 of database 0.
const redis = new Redis(inject('stack').redis, { db: 7 })
const store = openSocialStore(redis)
const keys = socialKeys(1)

const profile = (id: string, username: string, version = 1n): SocialWrite => ({
  kind: 'profile',
  id,
  version,
  profile: { id, username, bio: null, image: null },
})

beforeEach(() => redis.flushdb())
afterAll(() => redis.quit())

describe('social store', () => {
  test('a renamed user is found by the new name alone', async () => {
    const generation = await store.open(1)
    const id = randomUUID()
    await store.apply(generation, [profile(id, 'Ada')], startOf(1))
    await store.apply(generation, [profile(id, 'Ada-Lovelace')], startOf(1))
    expect(await redis.get(keys.username('ada'))).toBeNull()
    expect(await redis.get(keys.username('ADA-LOVELACE'))).toBe(id)
  })

  test('a name that passed to another user stays with that user', async () => {
    const generation = await store.open(1)
    const [first, second] = [randomUUID(), randomUUID()]
    await store.apply(generation, [profile(first, 'ada')], startOf(1))
    await store.apply(generation, [profile(second, 'ada'), profile(first, 'countess')], startOf(1))
    expect(await redis.get(keys.username('ada'))).toBe(second)
    expect(await redis.get(keys.username('countess'))).toBe(first)
  })

  test('an older version never overwrites a newer one, nor brings a deleted user back', async () => {
    const generation = await store.open(1)
    const [kept, gone] = [randomUUID(), randomUUID()]
    const newer = (1_000n << 48n) + 2n
    await store.apply(
      generation,
      [
        profile(kept, 'new', newer),
        profile(kept, 'old', newer - 1n),
        profile(gone, 'gone', 1n),
        { kind: 'no-profile', id: gone, version: 3n },
        profile(gone, 'gone', 2n),
      ],
      startOf(1),
    )
    expect(await redis.get(keys.username('new'))).toBe(kept)
    expect(await redis.exists(keys.username('old'), keys.username('gone'))).toBe(0)
    expect(await redis.get(keys.profile(gone))).toBeNull()
  })

  test('writes and position are one step: from another position nothing is written', async () => {
    const generation = await store.open(1)
    const other = { ...generation, position: { ...startOf(1), offset: 5n, lsn: 9n } }
    const id = randomUUID()
    await expect(store.apply(other, [profile(id, 'late')], startOf(1))).rejects.toThrow(StoreMoved)
    expect(await redis.get(keys.profile(id))).toBeNull()
  })

  test('a batch larger than one script ends at the next position', async () => {
    const generation = await store.open(1)
    const writes = Array.from({ length: 1_201 }, (_, at): SocialWrite => {
      return { kind: 'slug', slug: `slug-${at}`, articleId: randomUUID(), version: 1n }
    })
    const next = { incarnation: 1, offset: 1_300n, lsn: 77n, snapshot: 7n }
    await store.apply(generation, writes, next)
    expect(await redis.exists(keys.slug('slug-0'), keys.slug('slug-1200'))).toBe(2)
    expect((await store.open(1)).position).toEqual(next)
  })

  test('another incarnation is built beside, and the live one goes on until it is whole', async () => {
    const first = await store.open(1)
    await store.goLive(first)
    const second = await store.open(2)
    expect(second).toEqual({ number: 2, live: false, position: startOf(2) })
    expect(await redis.get('social:live')).toBe('1')
    await store.goLive(second)
    expect(await redis.get('social:live')).toBe('2')
  })
})
