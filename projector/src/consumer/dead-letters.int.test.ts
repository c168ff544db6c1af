import { hiddenKey, parkedStats, statsRow } from '@broadsheet/contracts/names'
import { createLog } from '@broadsheet/platform/log'
import { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { Registry } from 'prom-client'
import { afterAll, expect, inject, test } from 'vitest'
import type { RawRecord } from './decode.ts'
import { openDeadLetters } from './dead-letters.ts'
import { ProjectionMetrics } from './projection-metrics.ts'
import { articleRecord, commentRecord, favoriteRecord } from './records.fixture.ts'

const stack = inject('stack')
const postgres = new Pool({ connectionString: stack.postgres, max: 1 })
// A logical database of its own: readers look at database 0.
const redis = new Redis(stack.redis, { db: 8 })
const topic = `test-${randomUUID()}`
afterAll(() => Promise.all([redis.quit(), postgres.end()]))

/** As a projector does at its start. */
function deadLettersOfStats() {
  const { parked } = new ProjectionMetrics(new Registry())
  const log = createLog('test', 'silent')
  return openDeadLetters({ postgres, redis, parked, log }, 'stats', topic)
}

const [article_id, user_id, id] = [randomUUID(), randomUUID(), randomUUID()]
const comment = { article_id, body: 'b' }
const at = { floor: 5 }
const unreadable = (record: RawRecord): RawRecord => ({ ...record, value: Buffer.from('{"op":') })

test.each<[string, string, string, RawRecord]>([
  ['an article', statsRow('articles', id), id, articleRecord(1, { id, title: 't' }, at)],
  [
    'a favorite',
    statsRow('favorites', article_id, user_id),
    article_id,
    unreadable(favoriteRecord(2, { article_id, user_id }, at)),
  ],
  ['a comment', statsRow('comments', 5), article_id, commentRecord(3, { ...comment, id: 5 }, at)],
  [
    'a deleted comment',
    statsRow('comments', 6),
    article_id,
    commentRecord(4, { ...comment, id: 6 }, { ...at, op: 'd' }),
  ],
  [
    'a comment of who knows what',
    statsRow('comments', 7),
    '',
    unreadable(commentRecord(5, { ...comment, id: 7 }, at)),
  ],
])('%s that stats could not take is marked until it heals', async (_, row, article, record) => {
  const before = deadLettersOfStats()
  await before.park(record, new Error('poison'))
  expect(await redis.hget(hiddenKey, row)).toBe(parkedStats(article))
  const after = deadLettersOfStats()
  await after.learn()
  await after.healed([record])
  expect(await redis.hexists(hiddenKey, row)).toBe(0)
})
