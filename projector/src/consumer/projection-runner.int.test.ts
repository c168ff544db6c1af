import { connectKafka, ensureTopic } from '@broadsheet/platform/kafka'
import { createLog } from '@broadsheet/platform/log'
import { Client } from '@elastic/elasticsearch'
import { watermarkKey } from '@broadsheet/contracts/names'
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Projection } from '../projections/projection.ts'
import { projectSearch, type DocumentWrite } from '../projections/search/project.ts'
import { openSearchStore } from '../projections/search/store.ts'
import { openDeadLetters } from './dead-letters.ts'
import { ProjectionMetrics } from './projection-metrics.ts'
import { ProjectionRunner } from './projection-runner.ts'
import {
  articleRecord,
  commentRecord,
  endRecord,
  garbageRecord,
  incarnationRecordOf,
} from './records.fixture.ts'
import type { RawRecord } from './decode.ts'
import { WatermarkPublisher } from './watermark-publisher.ts'

const stack = inject('stack')
const log = createLog('test', 'silent')
const kafka = connectKafka(stack.kafka, 'test', log)
const admin = kafka.admin()
const producer = kafka.producer()
const elasticsearch = new Client({ node: stack.elasticsearch })
const postgres = new Pool({ connectionString: stack.postgres, max: 1 })
// A logical database of its own: the running projector publishes in database 0.
const redis = new Redis(stack.redis, { db: 8 })
const created: string[] = []

beforeAll(() => Promise.all([admin.connect(), producer.connect()]))
afterAll(async () => {
  await elasticsearch.indices.delete({ index: created })
  await Promise.all([admin.disconnect(), producer.disconnect(), redis.quit()])
  await Promise.all([elasticsearch.close(), postgres.end()])
})

/** A topic, a search store of its own, and runners that lead from one to the other. */
async function pipeline() {
  const name = `test-${randomUUID()}`
  const aliases = {
    articles: `${name}-articles`,
    drafts: `${name}-drafts`,
    comments: `${name}-comments`,
  }
  created.push(...Object.values(aliases).map((alias) => `${alias}-1`))
  await ensureTopic(kafka, name, { partitions: 1 })
  const send = (...records: RawRecord[]) =>
    producer.send({ topic: name, messages: records.map(({ key, value }) => ({ key, value })) })
  await send(incarnationRecordOf(0, 1))
  const store = openSearchStore(elasticsearch, aliases)
  const run = async (changed: Partial<Projection<DocumentWrite>> = {}) => {
    const projection: Projection<DocumentWrite> = {
      name: 'search',
      tables: ['articles', 'comments'],
      project: projectSearch,
      store,
      ...changed,
    }
    const metrics = new ProjectionMetrics(new Registry())
    const runner = new ProjectionRunner({
      projection,
      incarnation: 1,
      kafka,
      admin,
      deadLetters: openDeadLetters(
        { postgres, redis, parked: metrics.parked, log },
        'search',
        name,
      ),
      watermarks: new WatermarkPublisher(redis, 'search'),
      metrics,
      onStreamBroken: async () => {},
      log,
      at: { topic: name, groupId: name },
    })
    onTestFinished(() => runner.stop())
    await runner.start()
    return runner
  }
  const title = async (id: string) => {
    const index = `${aliases.articles}-1`
    const found = await elasticsearch.get<{ title?: string }>({ index, id }, { ignore: [404] })
    return found._source?.title
  }
  const position = async () => (await store.open(1)).position
  return { name, send, run, store, title, position }
}

const reached = (position: () => Promise<{ lsn: bigint | null }>, lsn: bigint) =>
  vi.waitFor(async () => expect((await position()).lsn).toBe(lsn), { timeout: 30_000 })

describe('a projection fed from a topic', () => {
  test('a re-delivery at new offsets turns nothing back, and no watermark down', async () => {
    const { send, run, title, position } = await pipeline()
    const id = randomUUID()
    const first = articleRecord(1, { id, title: 'first' }, { floor: 100 })
    const second = articleRecord(3, { id, title: 'second' }, { floor: 200 })
    await run()
    await send(first, endRecord(2, 1, 200), second, endRecord(4, 2, 300))
    await reached(position, 300n)
    await send(
      first,
      endRecord(2, 1, 200),
      articleRecord(7, { id: randomUUID(), title: 'x' }, { floor: 300 }),
    )
    await vi.waitFor(async () => expect((await position()).offset).toBe(8n), { timeout: 30_000 })
    expect(await title(id)).toBe('second')
    expect((await position()).lsn).toBe(300n)
  })

  test('a later runner goes on where the store is', async () => {
    const { send, run, store, title, position } = await pipeline()
    const [one, two] = [randomUUID(), randomUUID()]
    await send(
      articleRecord(1, { id: one, title: 'one' }, { floor: null, op: 'r' }),
      endRecord(2, 1, 10),
    )
    const runner = await run()
    await reached(position, 10n)
    await runner.stop()
    await send(articleRecord(3, { id: two, title: 'two' }, { floor: 10 }), endRecord(4, 2, 20))
    const applied: (string | number)[] = []
    const apply: typeof store.apply = async (generation, writes, next) => {
      applied.push(...writes.map(({ document }) => document.id))
      return store.apply(generation, writes, next)
    }
    await run({ store: { ...store, apply } })
    await reached(position, 20n)
    expect(new Set(applied)).toEqual(new Set([two]))
    expect([await title(one), await title(two)]).toEqual(['one', 'two'])
  })

  test('nothing is said to be applied while the store refuses it', async () => {
    const { send, run, store, title, position } = await pipeline()
    const id = randomUUID()
    let refusals = 3
    const said: unknown[] = []
    const apply: typeof store.apply = async (generation, writes, next) => {
      if (writes.length > 0 && refusals-- > 0) {
        said.push(await redis.hget(watermarkKey('search'), 'lsn'), (await position()).lsn)
        throw new Error('planted')
      }
      return store.apply(generation, writes, next)
    }
    await run({ store: { ...store, apply } })
    await send(articleRecord(1, { id, title: 'kept' }, { floor: 5 }), endRecord(2, 1, 50))
    await reached(position, 50n)
    expect(said.length).toBe(6)
    expect(said.map(String)).not.toContain('50')
    expect(await redis.hget(watermarkKey('search'), 'lsn')).toBe('50')
    expect(await title(id)).toBe('kept')
  })

  test('poison is parked, its article hidden until a later image heals it, the rest flows on', async () => {
    const { name, send, run, title, position } = await pipeline()
    const [bad, good] = [randomUUID(), randomUUID()]
    // As a command that hides it does, before its change, the poison, arrives.
    await redis.hset('hidden', bad, '1.7.5')
    const tooLong = { id: bad, title: 'bad', slug: 'x'.repeat(40_000) }
    await run()
    await send(
      garbageRecord(1),
      articleRecord(2, tooLong, { floor: 5 }),
      articleRecord(3, { id: good, title: 'good' }, { floor: 5 }),
      endRecord(4, 1, 60),
    )
    await reached(position, 60n)
    expect(await title(good)).toBe('good')
    const { rows } = await postgres.query(
      'SELECT "offset"::int, consumer FROM ops.dead_letters WHERE topic = $1 ORDER BY 1',
      [name],
    )
    expect(rows).toEqual([
      { offset: 1, consumer: 'search' },
      { offset: 2, consumer: 'search' },
    ])
    expect(await redis.hget('hidden', bad)).toBe('parked:search')
    await send(articleRecord(5, { id: bad, title: 'healed' }, { floor: 60 }), endRecord(6, 2, 70))
    await reached(position, 70n)
    expect(await redis.hexists('hidden', bad)).toBe(0)
    expect(await title(bad)).toBe('healed')
  })

  test('a second member stands by in good health, takes over, and heals what the first parked', async () => {
    const { send, run, title, position } = await pipeline()
    const id = randomUUID()
    const members = [await run(), await run()]
    await send(articleRecord(1, { id, title: 'shown' }, { floor: 5 }), endRecord(2, 1, 60))
    const well = () => expect(members.map((one) => one.missing(Date.now()))).toEqual([[], []])
    await vi.waitFor(well, { timeout: 30_000 })
    // Neither is well if nothing is heard any more: no record by the one, the group by the other.
    const later = members.map((member) => member.missing(Date.now() + 60_000))
    const stuck = 'search: nothing applied for 15 s'
    expect(later.toSorted()).toEqual([['search: is being built'], [stuck]])
    const reading = members[later.findIndex(([what]) => what === stuck)]
    const tooLong = { id, title: 'bad', slug: 'x'.repeat(40_000) }
    await send(articleRecord(3, tooLong, { floor: 60 }), endRecord(4, 2, 70))
    await reached(position, 70n)
    expect(await redis.hget('hidden', id)).toBe('parked:search')
    await reading?.stop()
    await send(articleRecord(5, { id, title: 'healed' }, { floor: 70 }), endRecord(6, 3, 80))
    await reached(position, 80n)
    expect(await title(id)).toBe('healed')
    expect(await redis.hexists('hidden', id)).toBe(0)
  })

  test('a comment that is poison is parked and hidden, and the rest flows on', async () => {
    const { send, run, title, position } = await pipeline()
    const [article, good] = [randomUUID(), randomUUID()]
    const comment = { id: 7, article_id: article, body: 'Hello.' }
    await run()
    await send(
      commentRecord(1, { ...comment, body: null }, { floor: 5 }),
      articleRecord(2, { id: good, title: 'good' }, { floor: 5 }),
      endRecord(3, 1, 60),
    )
    await reached(position, 60n)
    expect(await title(good)).toBe('good')
    expect(await redis.hget('hidden', 'comment:7')).toBe('parked:search')
    await send(commentRecord(4, comment, { floor: 60, op: 'd' }), endRecord(5, 2, 70))
    await reached(position, 70n)
    expect(await redis.hexists('hidden', 'comment:7')).toBe(0)
  })
})
