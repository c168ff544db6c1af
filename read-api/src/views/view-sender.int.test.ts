import { parseView, type ViewEvent } from '@broadsheet/contracts/views'
import { connectKafka } from '@broadsheet/platform/kafka'
import { createLog } from '@broadsheet/platform/log'
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, inject, test, vi, type TestContext } from 'vitest'
import { newFolder, newView, newViews, ownTime, startRecorder } from './view-recorder.fixture.ts'
import { openViewSender } from './view-sender.ts'

const log = createLog('test', 'silent')
const { kafka: brokers } = inject('stack')
const kafka = connectKafka(brokers, 'test', log)
const admin = kafka.admin()
const made: string[] = []

beforeAll(() => admin.connect())
afterAll(async () => {
  await admin.deleteTopics({ topics: made })
  await admin.disconnect()
})

function newTopic() {
  const topic = `test.views.${randomUUID()}`
  made.push(topic)
  return topic
}

/** What the topic has, as it comes in. */
async function readerOf(topic: string, { onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const read: { partition: number; key: string; view: ViewEvent }[] = []
  const consumer = kafka.consumer({ groupId: topic })
  onTestFinished(() => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value } }) => {
      read.push({ partition, key: String(key), view: parseView(String(value)) })
    },
  })
  return read
}

/** A new topic's partitions are led one after another: the client sends what one refused to all again. */
const distinct = (read: { view: ViewEvent }[]) => new Map(read.map(({ view }) => [view.id, view]))

async function portWhereNobodyListens(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return typeof address === 'object' && address ? address.port : 0
}

describe.concurrent('view sender', () => {
  test('makes the topic and sends by article', async (context) => {
    const { expect } = context
    const topic = newTopic()
    const sender = openViewSender(kafka, topic)
    const articleId = randomUUID()
    const views = [newView({ articleId }), ...newViews(20), newView({ articleId })]
    await sender.send(views.slice(0, 15))
    await sender.send(views.slice(15))
    await sender.close()
    const read = await readerOf(topic, context)
    await vi.waitFor(() => expect(distinct(read).size).toBe(views.length), 30_000)
    const ofArticle = read.filter(({ key }) => key === articleId)
    expect([...distinct(ofArticle).values()]).toEqual([views[0], views.at(-1)])
    expect(new Set(ofArticle.map(({ partition }) => partition)).size).toBe(1)
    const [{ partitions = [] } = {}] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics
    expect(partitions.length).toBe(3)
  })

  test('what was viewed while Kafka was away comes when it is back, once and in order', async (context) => {
    const { expect } = context
    const topic = newTopic()
    const folder = newFolder()
    const nobody = [`127.0.0.1:${await portWhereNobodyListens()}`]
    let isAway = true
    const switched = connectKafka([], 'test', log, {
      brokers: async () => (isAway ? nobody : brokers),
      retry: { retries: 0 },
    })
    const articleId = randomUUID()
    const viewsOf = (count: number) => newViews(count).map((view) => ({ ...view, articleId }))
    const [before, during, after] = [viewsOf(600), viewsOf(3), viewsOf(2)]

    const first = openViewSender(switched, topic)
    const earlier = await startRecorder(folder, { send: first.send, ...ownTime() })
    for (const view of before) earlier.recorder.record(view)
    await vi.waitFor(async () => expect(await earlier.figure('parked_total')).toBe(600), 30_000)
    // It ends while Kafka is away; another run finds what it left.
    await earlier.recorder.stop()
    await first.close()
    expect(readdirSync(folder).length).toBeGreaterThan(0)

    const sender = openViewSender(switched, topic)
    const { recorder, figure } = await startRecorder(folder, { send: sender.send, ...ownTime() })
    for (const view of during) recorder.record(view)
    await vi.waitFor(async () => expect(await figure('parked_total')).toBe(3), 30_000)
    isAway = false
    await vi.waitFor(async () => expect(await figure('sent_total')).toBe(603), 30_000)
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), 30_000)
    for (const view of after) recorder.record(view)
    await recorder.stop()
    await sender.close()
    rmSync(folder, { recursive: true })

    const read = await readerOf(topic, context)
    const views = [...before, ...during, ...after]
    await vi.waitFor(() => expect(read.length).toBe(views.length), 30_000)
    expect(read.map(({ view }) => view)).toEqual(views)
  })

  test('a connection that breaks amid views loses none, and they stay in order', async (context) => {
    const { expect } = context
    const topic = newTopic()
    const folder = newFolder()
    const nobody = await portWhereNobodyListens()
    const sockets = new Set<Socket>()
    let isCut = false
    const breakable = connectKafka(brokers, 'test', log, {
      retry: { retries: 0 },
      socketFactory: ({ host, port, onConnect }) => {
        const socket = connect({ host, port: isCut ? nobody : port }, onConnect)
        sockets.add(socket.on('close', () => sockets.delete(socket)))
        return socket
      },
    })
    const sender = openViewSender(breakable, topic)
    const { recorder, figure } = await startRecorder(folder, { send: sender.send, ...ownTime() })
    const articleId = randomUUID()
    const views = newViews(60).map((view) => ({ ...view, articleId }))
    const recordAndAwait = async (from: number, to: number, name: string, total: number) => {
      for (const view of views.slice(from, to)) recorder.record(view)
      await vi.waitFor(async () => expect(await figure(name)).toBe(total), 30_000)
    }
    await recordAndAwait(0, 20, 'sent_total', 20)
    isCut = true
    for (const socket of sockets) socket.destroy()
    await recordAndAwait(20, 40, 'parked_total', 20)
    isCut = false
    await recordAndAwait(40, 60, 'sent_total', 60)
    await recorder.stop()
    await sender.close()
    rmSync(folder, { recursive: true })
    const read = await readerOf(topic, context)
    await vi.waitFor(() => expect(read.length).toBe(60), 30_000)
    expect(read.map(({ view }) => view)).toEqual(views)
  })

  test('an attempt is over soon where nobody listens', async ({ expect }) => {
    const nobody = connectKafka([`127.0.0.1:${await portWhereNobodyListens()}`], 'test', log, {
      retry: { retries: 0 },
    })
    const sender = openViewSender(nobody, 'never')
    const began = performance.now()
    await expect(sender.send([newView()])).rejects.toThrow(/./)
    await expect(sender.send([newView()])).rejects.toThrow(/./)
    expect(performance.now() - began).toBeLessThan(3_000)
    await sender.close()
  })

  test('nor does it last where somebody takes the connection and says nothing', async (context) => {
    const { expect, onTestFinished } = context
    const mute = createServer()
    onTestFinished(() => void mute.close())
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve)
    })
    const address = mute.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const hung = connectKafka([`127.0.0.1:${port}`], 'test', log, { retry: { retries: 0 } })
    const sender = openViewSender(hung, 'never')
    const began = performance.now()
    await expect(sender.send([newView()])).rejects.toThrow('no answer')
    expect(performance.now() - began).toBeLessThan(7_000)
    await sender.close()
  })
})
