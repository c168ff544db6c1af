import type { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { timed } from '../http-client.ts'
import { table } from '../table.ts'

const entriesEach = 10
const publications = 5
const perPipeline = 1_000

/**
 * What timelines would cost that are written when an article is published: one entry for each follower.
 * They are made under `prefix`, and taken away again.
 */
export async function measureFanOut(
  redis: Redis,
  prefix: string,
  followers: number,
): Promise<string[]> {
  const timelines = Array.from({ length: followers }, (_, at) => `${prefix}timeline:${at}`)
  const before = await memoryOf(redis)
  try {
    for (let entry = 0; entry < entriesEach; entry++) await fanOut(redis, timelines, entry)
    const bytes = (await memoryOf(redis)) - before
    const writes: number[] = []
    for (let at = 0; at < publications; at++) {
      await timed(writes, () => fanOut(redis, timelines, entriesEach + at))
    }
    const mebibytes = (bytes / 1024 / 1024).toFixed(0)
    return [
      'what fan-out would write for one publication; milliseconds',
      ...table([{ name: `an entry in each of ${followers} timelines`, times: writes }]),
      `${followers * entriesEach} entries in ${followers} timelines: ${mebibytes} MiB`,
    ]
  } finally {
    for (const part of parts(timelines)) await redis.unlink(...part)
  }
}

async function fanOut(redis: Redis, timelines: readonly string[], at: number): Promise<void> {
  const id = randomUUID()
  for (const part of parts(timelines)) {
    const pipeline = redis.pipeline()
    for (const timeline of part) pipeline.zadd(timeline, at, id)
    await pipeline.exec()
  }
}

function parts<T>(list: readonly T[]): T[][] {
  const count = Math.ceil(list.length / perPipeline)
  return Array.from({ length: count }, (_, at) =>
    list.slice(at * perPipeline, (at + 1) * perPipeline),
  )
}

async function memoryOf(redis: Redis): Promise<number> {
  const info = await redis.info('memory')
  return Number(/used_memory:(\d+)/.exec(info)?.[1])
}
