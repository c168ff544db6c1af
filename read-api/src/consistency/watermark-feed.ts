import {
  projections,
  watermarkChannel,
  watermarkKey,
  type ProjectionName,
} from '@broadsheet/contracts/names'
import { parseWatermarkHash, parseWatermarkMessage } from '@broadsheet/contracts/watermark'
import type { Log } from '@broadsheet/platform/log'
import type { Redis } from 'ioredis'
import type { Watermarks } from './watermarks.ts'

/** Two heartbeats of the stream (1 s each), and the way through it. */
const silenceMs = 2_500

type FeedNames = { channel: string; keyOf: (projection: ProjectionName) => string }
const feedNames: FeedNames = { channel: watermarkChannel, keyOf: watermarkKey }

/**
 * Feeds watermarks from Redis: subscribes first and loads then, so that nothing falls between; loads
 * again after each reconnection and whenever a projection has been silent.
 */
export function feedWatermarks(parts: {
  redis: Redis
  subscriber: Redis
  watermarks: Watermarks
  log: Log
  names?: FeedNames
}): { stop: () => void } {
  const { redis, subscriber, watermarks, log, names = feedNames } = parts
  const loading = new Set<ProjectionName>()

  const load = async (projection: ProjectionName): Promise<void> => {
    if (loading.has(projection)) return
    loading.add(projection)
    try {
      let settled = false
      while (!settled) {
        const take = watermarks.beginLoad(projection)
        settled = take(parseWatermarkHash(await redis.hgetall(names.keyOf(projection))))
      }
    } catch (error) {
      log.warn({ err: error, projection }, 'the watermark could not be loaded')
    } finally {
      loading.delete(projection)
    }
  }
  const subscribe = async () => {
    await subscriber.subscribe(names.channel)
    await Promise.all(projections.map(load))
  }

  subscriber.on('message', (_channel, text) => {
    const message = parseWatermarkMessage(text)
    if (message === null) log.warn({ text }, 'not a watermark')
    else if (!watermarks.receive(message)) void load(message.projection)
  })
  subscriber.on('ready', () => {
    subscribe().catch((error: unknown) => log.warn({ err: error }, 'no watermarks yet'))
  })
  subscriber.on('close', () => watermarks.distrust())
  const timer = setInterval(() => {
    if (subscriber.status !== 'ready') return
    for (const name of projections) {
      if (watermarks.msSinceHeard(name) > silenceMs) void load(name)
    }
  }, silenceMs / 2)
  return { stop: () => clearInterval(timer) }
}
