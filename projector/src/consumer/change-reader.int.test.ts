import { createLog } from '@broadsheet/platform/log'
import { connectKafka, ensureTopic } from '@broadsheet/platform/kafka'
import { randomUUID } from 'node:crypto'
import type { Admin } from 'kafkajs'
import { afterAll, beforeAll, describe, inject, test, vi, type TestContext } from 'vitest'
import { ChangeReader } from './change-reader.ts'
import type { RawRecord } from './decode.ts'

const log = createLog('test', 'silent')
const kafka = connectKafka(inject('stack').kafka, 'test', log)
const admin: Admin = kafka.admin()
const producer = kafka.producer()

beforeAll(async () => {
  await admin.connect()
  await producer.connect()
})
afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()])
})

async function topicWith(values: string[]) {
  const topic = `test.${randomUUID()}`
  await ensureTopic(kafka, topic, { partitions: 1 })
  await produce(topic, values)
  return { topic, groupId: topic }
}
const produce = (topic: string, values: string[]) =>
  producer.send({ topic, messages: values.map((value) => ({ key: value, value })) })

/** A reader whose store is an array: it applies what comes and knows the next offset. */
function readerInto(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  at: { topic: string; groupId: string },
  applied: string[],
  from = 0n,
) {
  let next = from
  const lost = vi.fn<(position: bigint, end: bigint) => void>()
  const apply = async (records: RawRecord[]) => {
    for (const record of records) applied.push(String(record.value))
    next = (records.at(-1)?.offset ?? next - 1n) + 1n
  }
  const reader = new ChangeReader(kafka, at, { position: async () => next, apply, lost }, log)
  onTestFinished(() => reader.stop())
  return { reader, lost }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => String(from + at))

describe.concurrent('change reader', () => {
  test('reads from where the store is, though the group has committed more', async (context) => {
    const { expect } = context
    const at = await topicWith(numbers(0, 50))
    await admin.setOffsets({ ...at, partitions: [{ partition: 0, offset: '40' }] })
    const applied: string[] = []
    await readerInto(context, at, applied, 7n).reader.start()
    await vi.waitFor(() => expect(applied.length).toBe(43), 30_000)
    expect(applied).toEqual(numbers(7, 50))
  })

  test('reads from where the store is, though the group has committed less', async (context) => {
    const { expect } = context
    const at = await topicWith(numbers(0, 50))
    await admin.setOffsets({ ...at, partitions: [{ partition: 0, offset: '3' }] })
    const applied: string[] = []
    await readerInto(context, at, applied, 20n).reader.start()
    await vi.waitFor(() => expect(applied.at(-1)).toBe('49'), 30_000)
    expect(applied).toEqual(numbers(20, 50))
  })

  test('leaves nothing out and repeats nothing when another member takes over', async (context) => {
    const { expect } = context
    const at = await topicWith(numbers(0, 20))
    const applied: string[] = []
    const first = readerInto(context, at, applied)
    await first.reader.start()
    await vi.waitFor(() => expect(applied.length).toBe(20), 30_000)
    await first.reader.stop()
    await produce(at.topic, numbers(20, 40))
    await readerInto(context, at, applied, 20n).reader.start()
    await vi.waitFor(() => expect(applied.at(-1)).toBe('39'), 30_000)
    expect(applied).toEqual(numbers(0, 40))
  })

  test('the same records come again when they could not be applied', async (context) => {
    const { expect } = context
    const at = await topicWith(numbers(0, 10))
    const applied: string[] = []
    let failures = 2
    let next = 0n
    const handler = {
      position: async () => next,
      lost: () => {},
      apply: async (records: RawRecord[]) => {
        if (failures-- > 0) throw new Error('planted')
        for (const record of records) applied.push(String(record.value))
        next = (records.at(-1)?.offset ?? -1n) + 1n
      },
    }
    const reader = new ChangeReader(kafka, at, handler, log)
    context.onTestFinished(() => reader.stop())
    await reader.start()
    await vi.waitFor(() => expect(applied.length).toBe(10), 30_000)
    expect(applied).toEqual(numbers(0, 10))
  })

  test('says so when the position lies beyond the end, and applies nothing', async (context) => {
    const { expect } = context
    const at = await topicWith(numbers(0, 5))
    const applied: string[] = []
    const { reader, lost } = readerInto(context, at, applied, 1_000n)
    await reader.start()
    await vi.waitFor(() => expect(lost).toHaveBeenCalledWith(1_000n, 5n), 30_000)
    // Nor later, when another topic of that name has grown past the position.
    await produce(at.topic, numbers(5, 1_100))
    const whole: string[] = []
    await readerInto(context, { ...at, groupId: `${at.groupId}.b` }, whole).reader.start()
    await vi.waitFor(() => expect(whole.length).toBe(1_100), 30_000)
    expect(applied).toEqual([])
    expect(lost).toHaveBeenCalledTimes(1)
  })
})
