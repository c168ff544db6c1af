import type { ViewEvent } from '@broadsheet/contracts/views'
import { connectKafka } from '@broadsheet/platform/kafka'
import { createLog } from '@broadsheet/platform/log'
import { createMetrics } from '@broadsheet/platform/metrics'
import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { Counter } from 'prom-client'
import { afterAll, beforeAll, describe, inject, test, vi, type TestContext } from 'vitest'
import { openUnreadableViews } from './unreadable-views.ts'
import type { ViewStore } from './view-store.ts'
import { ViewsReader } from './views-reader.ts'
import { hoursOf, manyViews, openOwnStore } from './views.fixture.ts'

const stack = inject('stack')
const log = createLog('test', 'silent')
const kafka = connectKafka(stack.kafka, 'test', log)
const producer = kafka.producer()
const postgres = new Pool({ connectionString: stack.postgres, max: 2 })

beforeAll(() => producer.connect())
afterAll(async () => {
  await producer.disconnect()
  await postgres.end()
})

const produce = (topic: string, events: readonly ViewEvent[]) =>
  producer.send({
    topic,
    messages: events.map((event) => ({ key: event.articleId, value: JSON.stringify(event) })),
  })

type Cleanup = Pick<TestContext, 'onTestFinished'>
function ownStore({ onTestFinished }: Cleanup) {
  const own = openOwnStore(stack.clickhouse)
  onTestFinished(own.close)
  return own
}
const names = () => {
  const topic = `test.views.${randomUUID()}`
  return { topic, groupId: topic }
}

/** A reader that has started, and thereby made its topic. */
async function startReader(
  { onTestFinished }: Cleanup,
  at: { topic: string; groupId: string },
  store: ViewStore,
) {
  const registry = createMetrics('test')
  const labelNames = ['projection'] as const
  const parked = new Counter({ name: 'parked', help: 'h', labelNames, registers: [registry] })
  const park = openUnreadableViews({ postgres, parked, log }, at.topic)
  const reader = new ViewsReader({ kafka, store, park, registry, log, at })
  onTestFinished(() => reader.stop())
  await reader.start()
  const figure = async (name: string) =>
    (await registry.getSingleMetric(name)?.get())?.values[0]?.value
  return { reader, figure }
}

describe.concurrent('views reader', () => {
  test('views that were sent twice, and a replay of all of them, change no number', async (context) => {
    const { expect } = context
    const own = ownStore(context)
    const at = names()
    const first = await startReader(context, at, own.store)
    const events = manyViews(1_500)
    await produce(at.topic, events.slice(0, 1_000))
    await produce(at.topic, events.slice(500))
    await produce(at.topic, events.slice(0, 100))
    const sent = 2_100
    await vi.waitFor(
      async () => expect(await first.figure('projector_views_total')).toBe(sent),
      30_000,
    )
    expect(await own.hours()).toEqual(hoursOf(events))

    // As after a loss of the group's offsets: the whole topic again, in batches of its own.
    const second = await startReader(context, { ...at, groupId: `${at.groupId}.b` }, own.store)
    await vi.waitFor(
      async () => expect(await second.figure('projector_views_total')).toBe(sent),
      30_000,
    )
    expect(await own.hours()).toEqual(hoursOf(events))
  })

  test('goes on where the group was, and from the start for a store that lost its data', async (context) => {
    const { expect } = context
    const own = ownStore(context)
    const at = names()
    const events = manyViews(300)
    const first = await startReader(context, at, own.store)
    await produce(at.topic, events.slice(0, 200))
    await vi.waitFor(
      async () => expect(await first.figure('projector_views_total')).toBe(200),
      30_000,
    )
    await first.reader.stop()

    await produce(at.topic, events.slice(200, 250))
    const second = await startReader(context, at, own.store)
    await vi.waitFor(
      async () => expect(await own.hours()).toEqual(hoursOf(events.slice(0, 250))),
      30_000,
    )
    expect(await second.figure('projector_views_total')).toBe(50)
    await second.reader.stop()

    await own.drop()
    await produce(at.topic, events.slice(250))
    await startReader(context, at, own.store)
    await vi.waitFor(async () => expect(await own.hours()).toEqual(hoursOf(events)), 30_000)
  })

  test('waits for a store that is away, and asks it anew where it is', async (context) => {
    const { expect } = context
    const own = ownStore(context)
    const at = names()
    const events = manyViews(200)
    let isAway = false
    const unlessAway = async <T>(work: () => Promise<T>) => {
      if (isAway) throw new Error('planted')
      return work()
    }
    const store: ViewStore = {
      prepare: () => unlessAway(own.store.prepare),
      position: (partition) => unlessAway(() => own.store.position(partition)),
      insert: (views) => unlessAway(() => own.store.insert(views)),
    }
    const { reader, figure } = await startReader(context, at, store)
    await produce(at.topic, events.slice(0, 100))
    await vi.waitFor(async () => expect(await figure('projector_views_total')).toBe(100), 30_000)
    isAway = true
    await produce(at.topic, events.slice(100))
    await vi.waitFor(
      async () => expect(await figure('projector_view_failures_total')).toBeGreaterThan(2),
      30_000,
    )
    expect(reader.missing(Date.now())).toEqual([])
    expect(reader.missing(Date.now() + 60_000)).toEqual(['views: nothing stored for 15 s'])
    // It comes back from a backup that is older than what was read.
    await own.drop()
    isAway = false
    await vi.waitFor(async () => expect(await own.hours()).toEqual(hoursOf(events)), 30_000)
    expect(reader.missing(Date.now() + 60_000)).toEqual([])
  })

  test('parks what is no view, once, and counts the rest', async (context) => {
    const { expect } = context
    const own = ownStore(context)
    const at = names()
    const events = manyViews(20)
    const first = await startReader(context, at, own.store)
    await produce(at.topic, events.slice(0, 10))
    const poison = ['{"v":', '{"v":9}', 'a\0b'].map((value) => ({ key: 'x', value }))
    await producer.send({ topic: at.topic, messages: poison })
    await produce(at.topic, events.slice(10))
    await vi.waitFor(async () => expect(await own.hours()).toEqual(hoursOf(events)), 30_000)
    await vi.waitFor(async () => expect(await first.figure('parked')).toBe(3), 30_000)

    const second = await startReader(context, { ...at, groupId: `${at.groupId}.b` }, own.store)
    await vi.waitFor(
      async () => expect(await second.figure('projector_views_total')).toBe(20),
      30_000,
    )
    const { rows } = await postgres.query(
      'SELECT consumer, message FROM ops.dead_letters WHERE topic = $1 ORDER BY "offset"',
      [at.topic],
    )
    expect(rows.map(({ message }) => message)).toEqual(['{"v":', '{"v":9}', 'a\\u0000b'])
    expect(rows[0].consumer).toBe('views')
    await postgres.query('DELETE FROM ops.dead_letters WHERE topic = $1', [at.topic])
  })
})
