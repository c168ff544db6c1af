import { isEdge, socialKeys } from '@broadsheet/contracts/names'
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
  profile: { id, username, bio: null, image: null, editor: false },
})

const edge = (
  kind: 'follow' | 'no-follow' | 'favorite' | 'no-favorite',
  version: bigint,
  from = ada,
  to = bob,
): SocialWrite => ({ kind, from, to, version })
const ada = randomUUID()
const bob = randomUUID()

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

  test('names are found by their beginning, in step with renames', async () => {
    const generation = await store.open(1)
    await store.apply(generation, [profile(ada, 'Ada'), profile(bob, 'Adam')], startOf(1))
    await store.apply(generation, [profile(ada, 'Countess')], startOf(1))
    const members = () => redis.zrange(keys.usernames, '0', '-1')
    expect(await members()).toEqual([`adam\0${bob}`, `countess\0${ada}`])
    await store.apply(generation, [{ kind: 'no-profile', id: bob, version: 2n }], startOf(1))
    expect(await members()).toEqual([`countess\0${ada}`])
  })

  test('names of a store that had no order of them are put in order when it is opened', async () => {
    const generation = await store.open(1)
    await store.apply(generation, [profile(ada, 'Ada'), profile(bob, 'Bob')], startOf(1))
    await redis.zrem(keys.usernames, `ada\0${ada}`)
    await store.open(1)
    expect(await redis.zrange(keys.usernames, '0', '-1')).toEqual([`ada\0${ada}`, `bob\0${bob}`])
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

describe('edges of the social store', () => {
  const apply = async (...writes: SocialWrite[]) =>
    store.apply(await store.open(1), writes, startOf(1))
  const following = async () => isEdge(await redis.hget(keys.following(ada), bob))
  const favored = async () => [
    isEdge(await redis.hget(keys.favorites(ada), bob)),
    await redis.scard(keys.favorited(bob)),
  ]

  test('begin and end, and favorites are counted', async () => {
    await apply(edge('follow', 1n), edge('favorite', 1n))
    expect([await following(), await favored()]).toEqual([true, [true, 1]])
    await apply(edge('no-follow', 2n), edge('no-favorite', 2n))
    expect([await following(), await favored()]).toEqual([false, [false, 0]])
  })

  test('a re-delivery changes nothing', async () => {
    await apply(edge('favorite', 5n), edge('favorite', 5n))
    await apply(edge('favorite', 5n))
    expect(await favored()).toEqual([true, 1])
    // Of changes of one transaction the later one counts.
    await apply(edge('no-favorite', 5n))
    expect(await favored()).toEqual([false, 0])
  })

  test('an older change never counts after a newer one, to the last of 64 bits', async () => {
    const newer = (1_000n << 48n) + 2n
    await apply(edge('follow', newer - 1n), edge('no-follow', newer))
    // Delivered again, as after a crash of the connector.
    await apply(edge('follow', newer - 1n))
    expect(await following()).toBe(false)
    await apply(edge('follow', newer + 1n), edge('no-follow', newer))
    expect(await following()).toBe(true)
  })

  test('take no version but their mark', async () => {
    await apply(edge('follow', 1n), edge('favorite', 1n), edge('no-follow', 2n))
    expect(await redis.exists(`${keys.prefix}versions`)).toBe(0)
  })
})
