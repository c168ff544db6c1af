import { hiddenKey, projections, userTokensKey, watermarkKey } from '@broadsheet/contracts/names'
import { formatPosition, type ConsistencyToken } from '@broadsheet/contracts/token'
import { watermarkHash } from '@broadsheet/contracts/watermark'
import { Redis } from 'ioredis'
import { createServer, connect, type AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { connectRedis } from '@broadsheet/platform/redis'
import { silent } from '../write-api.fixture.ts'
import { openReaderPositions } from './reader-positions.ts'

/** A database of its own on the shared server: the watermarks in it are this test's. */
const redis = new Redis(inject('stack').redis, { db: 11 })
const positions = openReaderPositions(redis, silent)
const user = 'u1'
const key = userTokensKey(user)

beforeEach(() => redis.flushdb())
afterAll(() => redis.disconnect())

const at = (lsn: bigint, xid: number | null = 7, incarnation = 1): ConsistencyToken => ({
  incarnation,
  xid,
  lsn,
})
const remember = (token: ConsistencyToken, changed = {}) => positions.remember(user, token, changed)
const members = async () => (await redis.smembers(key)).toSorted()

async function reach(
  lsn: bigint,
  incarnation = 1,
  which: readonly (typeof projections)[number][] = projections,
) {
  for (const projection of which) {
    const watermark = { incarnation, generation: 1, lsn, xids: [] }
    await redis.hset(watermarkKey(projection), watermarkHash(watermark))
  }
}

test('positions gather until all projections have passed them', async () => {
  await remember(at(0x1c62758n))
  await remember(at(0x1c62ea0n))
  await reach(0x1c62758n, 1, ['search', 'social'])
  await remember(at(0x2000000n))
  expect(await members()).toHaveLength(3)

  await reach(0x1c62758n)
  await remember(at(0x2000001n))
  expect(await members()).toEqual(['1.7.1c62ea0', '1.7.2000000', '1.7.2000001'])
  expect(await redis.ttl(key)).toBeGreaterThan(3600)
})

test('a later incarnation has passed every position of the one before', async () => {
  await remember(at(0xffffffffffn))
  await reach(1n, 2)
  await remember(at(5n, 8, 2))
  expect(await members()).toEqual(['2.8.5'])
})

test('too many positions become the greatest one, without a transaction', async () => {
  for (let n = 0; n < 65; n++) await remember(at(BigInt(0x1_0000_0000 + ((n * 31) % 65)), n))
  expect(await members()).toEqual([formatPosition(at(0x1_0000_0040n, null))])
})

test('an article is hidden, and shown again, or forgotten once the projections know', async () => {
  await remember(at(10n), { hide: 'a' })
  await remember(at(11n), { hide: 'b' })
  await redis.hset(hiddenKey, 'parked-article', 'parked:search')
  expect(await redis.hget(hiddenKey, 'a')).toBe('1.7.a')

  await remember(at(12n), { show: 'a' })
  await remember(at(13n), { show: 'parked-article' })
  expect(Object.keys(await redis.hgetall(hiddenKey)).toSorted()).toEqual(['b', 'parked-article'])

  await reach(11n)
  await remember(at(14n))
  expect(await redis.hgetall(hiddenKey)).toEqual({ 'parked-article': 'parked:search' })
})

test('what Redis did not take at once it is told when it is back', async () => {
  const behind = new URL(inject('stack').redis)
  const { hostname, port } = behind
  const door = createServer((socket) => {
    const through = connect(Number(port), hostname)
    socket.pipe(through).pipe(socket)
    socket.on('error', () => through.destroy())
    through.on('error', () => socket.destroy())
  })
  const doorPort = await new Promise<number>((resolve) => {
    door.listen(0, '127.0.0.1', () => resolve((door.address() as AddressInfo).port))
  })
  await new Promise((resolve) => door.close(resolve))

  const atDoor = Object.assign(new URL(behind), { port: doorPort, pathname: '/11' })
  const shut = connectRedis(atDoor.href, silent, 'test')
  await openReaderPositions(shut, silent).remember(user, at(20n), { hide: 'c' })
  expect(await members()).toEqual([])

  door.listen(doorPort, '127.0.0.1')
  await vi.waitFor(async () => expect(await members()).toEqual(['1.7.14']), { timeout: 20_000 })
  expect(await redis.hget(hiddenKey, 'c')).toBe('1.7.14')
  shut.disconnect()
  door.close()
})
