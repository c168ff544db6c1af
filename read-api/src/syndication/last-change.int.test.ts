import { lastChangeKey } from '@broadsheet/contracts/names'
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { lastChange } from './last-change.ts'

let redis: Redis
beforeAll(() => {
  redis = new Redis(inject('stack').redis)
})
afterAll(() => redis.disconnect())

const nowOf = async () => Number((await redis.time())[0])

function answer(): string {
  const name = randomUUID()
  onTestFinished(async () => {
    await redis.del(lastChangeKey(name))
  })
  return name
}

test('an answer is as old as its first sight, and stays so', async () => {
  const name = answer()
  const before = await nowOf()
  const at = (await lastChange(redis, name, 'a')) ?? 0
  expect(at).toBeGreaterThanOrEqual(before)
  expect(at).toBeLessThanOrEqual(await nowOf())
  await vi.waitFor(async () => expect(await nowOf()).toBeGreaterThan(at), 5_000)
  expect(await lastChange(redis, name, 'a')).toBe(at)
  expect(await redis.ttl(lastChangeKey(name))).toBeGreaterThan(0)
})

test('no two changes share a second: until its own has come, none is told', async () => {
  const name = answer()
  const told: number[] = []
  for (const tag of ['a', 'b', 'a', 'b']) {
    told.push(await vi.waitUntil(() => lastChange(redis, name, tag), 10_000))
  }
  expect(told).toEqual([...new Set(told)].toSorted())
  expect(told).toHaveLength(4)
  for (const tag of ['c', 'd', 'e']) await lastChange(redis, name, tag)
  expect(await lastChange(redis, name, 'f')).toBeNull()
})
