import type { ViewEvent } from '@broadsheet/contracts/views'
import { appendFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { newFolder, newView, newViews, ownTime, startRecorder } from './view-recorder.fixture.ts'
import { retryMs } from './view-recorder.ts'

let folder: string
beforeEach(() => {
  folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

/** Kafka's place: takes what comes unless it is away. */
function ownKafka(isAway = false) {
  const kafka = { isAway, attempts: 0, taken: [] as ViewEvent[], batches: [] as number[] }
  const send = async (events: readonly ViewEvent[]) => {
    kafka.attempts += 1
    if (kafka.isAway) throw new Error('away')
    kafka.taken.push(...events)
    kafka.batches.push(events.length)
  }
  return { kafka, send }
}
/** An attempt that hangs until the test lets it go. */
function heldSend() {
  const held = Promise.withResolvers<void>()
  const send = vi.fn<(events: readonly ViewEvent[]) => Promise<void>>(() => held.promise)
  return { send, release: held.resolve }
}

describe('view recorder', () => {
  test('sends in order, gathered into batches', async () => {
    const { kafka, send } = ownKafka()
    const { recorder, figure } = await startRecorder(folder, { send, ...ownTime() })
    const views = newViews(1_200)
    for (const view of views) recorder.record(view)
    await vi.waitFor(() => expect(kafka.taken.length).toBe(1_200))
    expect(kafka.taken).toEqual(views)
    expect(kafka.batches).toEqual([500, 500, 200])
    await recorder.stop()
    expect(await figure('sent_total')).toBe(1_200)
    expect(readdirSync(folder)).toEqual([])
  })

  test('tries again after 1, 3, 5, 10 and 30 s, then parks, and sends when Kafka is back', async () => {
    const { kafka, send } = ownKafka(true)
    const time = ownTime()
    const { recorder, figure } = await startRecorder(folder, { send, ...time })
    const [before, after] = [newViews(3), newViews(2)]
    for (const view of before) recorder.record(view)
    await vi.waitFor(async () => expect(await figure('parked_total')).toBe(3))
    expect(time.waited.slice(0, 6)).toEqual([250, 1_000, 3_000, 5_000, 10_000, 30_000])
    expect(kafka.attempts).toBeGreaterThanOrEqual(retryMs.length + 1)
    for (const view of after) recorder.record(view)
    await vi.waitFor(async () => expect(await figure('parked_total')).toBe(5))
    expect(await figure('spool_bytes')).toBeGreaterThan(0)
    kafka.isAway = false
    await vi.waitFor(() => expect(kafka.taken.length).toBe(5))
    expect(kafka.taken).toEqual([...before, ...after])
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]))
    await recorder.stop()
    expect([await figure('sent_total'), await figure('dropped_total')]).toEqual([5, 0])
  })

  test('an attempt that works within the schedule parks nothing', async () => {
    const { kafka, send } = ownKafka(true)
    const flaky = async (events: readonly ViewEvent[]) => {
      if (kafka.attempts === 4) kafka.isAway = false
      await send(events)
    }
    const { recorder, figure } = await startRecorder(folder, { send: flaky, ...ownTime() })
    const view = newView()
    recorder.record(view)
    await vi.waitFor(() => expect(kafka.taken).toEqual([view]))
    expect([kafka.attempts, await figure('parked_total')]).toEqual([5, 0])
    await recorder.stop()
  })

  test('sends first what an earlier run has parked, but for a torn line', async () => {
    const away = ownKafka(true)
    const earlier = await startRecorder(folder, { send: away.send, ...ownTime() })
    const [old, fresh] = [newViews(700), newViews(2)]
    for (const view of old) earlier.recorder.record(view)
    await earlier.recorder.stop()
    expect(await earlier.figure('dropped_total')).toBe(0)
    appendFileSync(join(folder, readdirSync(folder).toSorted().at(-1) ?? ''), '{"v":1,"id":"01')

    const { kafka, send } = ownKafka()
    const { recorder, figure } = await startRecorder(folder, { send, ...ownTime() })
    for (const view of fresh) recorder.record(view)
    await vi.waitFor(() => expect(kafka.taken.length).toBe(702))
    expect(kafka.taken).toEqual([...old, ...fresh])
    expect(await figure('dropped_total')).toBe(1)
    await recorder.stop()
    expect(readdirSync(folder)).toEqual([])
  })

  test('memory is bounded while an attempt hangs, and nobody who records waits', async () => {
    const { send, release } = heldSend()
    const { recorder, figure } = await startRecorder(folder, { send, ...ownTime() })
    recorder.record(newView())
    await vi.waitFor(() => expect(send).toHaveBeenCalled())
    for (const view of newViews(10_500)) recorder.record(view)
    expect(await figure('queued')).toBe(10_000)
    expect(await figure('dropped_total')).toBe(501)
    release()
    await recorder.stop()
    expect(await figure('sent_total')).toBe(10_000)
  })

  test('half-full memory is parked before the schedule ends', async () => {
    const { kafka, send } = ownKafka(true)
    const { waited, wait } = ownTime()
    const { recorder, figure } = await startRecorder(folder, { send, wait })
    const views = newViews(6_000)
    for (const view of views) recorder.record(view)
    await vi.waitFor(async () => expect(await figure('parked_total')).toBe(6_000))
    // Once they are parked, it goes on to try every second.
    expect(waited.filter((ms) => ms > retryMs[0])).toEqual([])
    kafka.isAway = false
    await vi.waitFor(() => expect(kafka.taken.length).toBe(6_000))
    expect(kafka.taken).toEqual(views)
    await recorder.stop()
  })

  test('with a full disk the oldest are kept, in memory too, and the newest dropped', async () => {
    const { kafka, send } = ownKafka(true)
    const limits = { bytes: 3_000, segmentBytes: 1_000 }
    const { recorder, figure } = await startRecorder(folder, { send, limits, ...ownTime() })
    const views = newViews(10_000)
    for (const view of views) recorder.record(view)
    await vi.waitFor(async () => expect(await figure('parked_total')).toBeGreaterThan(5))
    const parked = Number(await figure('parked_total'))
    const more = newViews(parked + 50)
    for (const view of more) recorder.record(view)
    expect(await figure('dropped_total')).toBe(50)
    expect(await figure('spool_bytes')).toBeLessThanOrEqual(limits.bytes)
    kafka.isAway = false
    await vi.waitFor(() => expect(kafka.taken.length).toBe(10_000 + parked))
    expect(kafka.taken).toEqual([...views, ...more.slice(0, parked)])
    await recorder.stop()
  })

  test('stopping sends what is in memory', async () => {
    const { kafka, send } = ownKafka()
    const { recorder, figure } = await startRecorder(folder, { send, ...ownTime() })
    const views = newViews(3)
    for (const view of views) recorder.record(view)
    await recorder.stop()
    expect(kafka.taken).toEqual(views)
    recorder.record(newView())
    expect(await figure('dropped_total')).toBe(1)
  })

  test('stopping is bounded: what an attempt holds goes to disk', async () => {
    const { send } = heldSend()
    const { recorder, spool, figure } = await startRecorder(folder, { send })
    const views = newViews(3)
    for (const view of views) recorder.record(view)
    await vi.waitFor(() => expect(send).toHaveBeenCalled())
    await recorder.stop(20)
    expect(await figure('parked_total')).toBe(3)
    const oldest = await spool.oldest()
    expect(oldest?.lines.map((line) => JSON.parse(line))).toEqual(views)
  })

  test('a disk that refuses takes nothing from memory', async () => {
    const { kafka, send } = ownKafka(true)
    const { recorder, figure } = await startRecorder(folder, { send, ...ownTime() })
    rmSync(folder, { recursive: true })
    const view = newView()
    recorder.record(view)
    await vi.waitFor(() => expect(kafka.attempts).toBeGreaterThan(2 * retryMs.length))
    kafka.isAway = false
    await vi.waitFor(() => expect(kafka.taken).toEqual([view]))
    expect([await figure('parked_total'), await figure('dropped_total')]).toEqual([0, 0])
    await recorder.stop()
  })
})
