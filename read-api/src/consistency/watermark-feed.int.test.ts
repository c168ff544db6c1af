import type { ProjectionName } from '@broadsheet/contracts/names'
import { formatWatermarkMessage, watermarkHash } from '@broadsheet/contracts/watermark'
import { connectRedis } from '@broadsheet/platform/redis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { silent, unique } from '../read-api.fixture.ts'
import { feedWatermarks } from './watermark-feed.ts'
import { Watermarks } from './watermarks.ts'

const url = inject('stack').redis
const prefix = unique('feed')
const names = { channel: prefix, keyOf: (name: ProjectionName) => `${prefix}:${name}` }
const redis = connectRedis(url, silent, 'test')
const subscriber = connectRedis(url, silent, 'test-subscriber')
const watermarks = new Watermarks()
let kept: number[] = []
let feed: ReturnType<typeof feedWatermarks>

const token = (lsn: bigint, xid: number | null = null) => ({ incarnation: 1, xid, lsn })
const reach = (lsn: bigint, xid: number | null = null) =>
  watermarks.waitFor(['search'], [token(lsn, xid)], 10_000)

/** Keeps a watermark as the projector does, and publishes it unless it is to be missed. */
async function keep(lsn: bigint, xids: number[], published = true) {
  const watermark = { incarnation: 1, generation: 1, lsn }
  kept = [...kept, ...xids]
  const hash = watermarkHash({ ...watermark, xids: kept })
  const both = redis.multi().hset(names.keyOf('search'), hash)
  const text = formatWatermarkMessage({ ...watermark, projection: 'search', xids })
  if (published) both.publish(names.channel, text)
  await both.exec()
}

beforeAll(async () => {
  await keep(100n, [1])
  feed = feedWatermarks({ redis, subscriber, watermarks, log: silent, names })
})
afterAll(async () => {
  feed.stop()
  await redis.del(names.keyOf('search'))
  redis.disconnect()
  subscriber.disconnect()
})

test('knows what was kept before, and hears what comes', async () => {
  expect(await reach(900n, 1)).toBe('fresh')
  const waiting = reach(200n)
  await keep(200n, [2])
  expect(await waiting).toBe('fresh')
  expect(watermarks.isSatisfied('search', token(900n, 1))).toBe(true)
})

test('loads what it missed while it was away', async () => {
  await keep(300n, [3], false)
  const waiting = reach(300n)
  subscriber.disconnect(true)
  expect(await waiting).toBe('fresh')
})

test('loads again after a silence', async () => {
  const waiting = reach(400n)
  await keep(400n, [4], false)
  expect(await waiting).toBe('fresh')
})

test('takes a watermark that went down', async () => {
  kept = []
  await keep(50n, [5])
  const waiting = reach(900n, 5)
  expect(await waiting).toBe('fresh')
  expect(watermarks.isSatisfied('search', token(400n, 4))).toBe(false)
})
