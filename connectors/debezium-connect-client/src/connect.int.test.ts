import { expect, inject, test } from 'vitest'
import {
  ConfigInvalid,
  hasFailed,
  isConnectError,
  isPaused,
  isRunning,
  isStopped,
  POSTGRES_CONNECTOR,
  type ConnectErrorKind,
} from './index.ts'
import { testSource } from './test-source.ts'

const source = () => testSource(inject('stack'))

async function runningSource() {
  const it = await source()
  await it.createPublication()
  await it.connect.ensureConnector(it.name, it.config())
  await it.connect.waitForStatus(it.name, isRunning)
  return it
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([call])
  return outcome.status === 'rejected' ? outcome.reason : expect.unreachable('the call succeeded')
}

async function failureKind(call: Promise<unknown>): Promise<ConnectErrorKind | undefined> {
  const error = await failure(call)
  return isConnectError(error) ? error.kind : undefined
}

test('a connector is created, found in every list, and deleted', async () => {
  const { name, connect, config, createPublication } = await source()
  await createPublication()
  const created = await connect.connectors.create({ name, config: config() })
  expect(created).toMatchObject({ name, type: 'source', config: { ...config(), name } })

  const running = await connect.waitForStatus(name, isRunning)
  expect(running.tasks).toEqual([
    {
      id: 0,
      state: 'RUNNING',
      workerId: expect.any(String),
      trace: undefined,
      version: '3.7.0.Final',
    },
  ])
  expect(await connect.connectors.list()).toContain(name)
  expect(await connect.connectors.get(name)).toMatchObject({
    tasks: [{ connector: name, task: 0 }],
  })
  expect(await connect.connectors.config(name)).toEqual({ ...config(), name })
  const { [name]: expanded } = await connect.connectors.expand(['info', 'status'])
  expect(expanded).toMatchObject({ info: { name }, status: { connector: { state: 'RUNNING' } } })
  expect(await connect.tasks.list(name)).toMatchObject([{ id: { connector: name, task: 0 } }])
  expect(await connect.tasks.status(name, 0)).toMatchObject({ id: 0, state: 'RUNNING' })

  const again = await failure(connect.connectors.create({ name, config: config() }))
  expect(again).toMatchObject({ kind: 'already-exists', status: 409 })

  await connect.connectors.delete(name)
  expect(await failureKind(connect.connectors.get(name))).toBe('not-found')
})

test('a PUT creates, then updates, and the same again changes nothing', async () => {
  const { name, connect, config, createPublication } = await source()
  await createPublication()
  expect(await connect.connectors.putConfig(name, config())).toMatchObject({ created: true })
  expect(await connect.connectors.putConfig(name, config())).toMatchObject({
    created: false,
    connector: { config: { ...config(), name } },
  })
  expect(await connect.ensureConnector(name, config())).toEqual({
    outcome: 'unchanged',
    changed: [],
  })
  const slower = config({ 'poll.interval.ms': 750 })
  expect(await connect.ensureConnector(name, slower)).toEqual({
    outcome: 'updated',
    changed: ['poll.interval.ms'],
  })
  const patch = { 'poll.interval.ms': null, 'max.batch.size': '100' }
  const patched = await connect.connectors.patchConfig(name, patch)
  expect(patched.config).toEqual({ ...config({ 'max.batch.size': 100 }), name })
})

test('ensureConnector creates what is missing', async () => {
  const { name, connect, config, createPublication } = await source()
  await createPublication()
  const { outcome, changed } = await connect.ensureConnector(name, config())
  expect([outcome, changed]).toEqual(['created', Object.keys({ ...config(), name }).toSorted()])
})

test('a connector is paused, resumed, stopped and restarted', async () => {
  const { name, connect } = await runningSource()
  await connect.connectors.pause(name)
  await connect.waitForStatus(name, isPaused)
  await connect.connectors.resume(name)
  await connect.waitForStatus(name, isRunning)
  await connect.connectors.stop(name)
  await connect.waitForStatus(name, isStopped)
  await connect.connectors.resume(name)
  await connect.waitForStatus(name, isRunning)

  const plan = await connect.connectors.restart(name, { includeTasks: true })
  expect(plan).toMatchObject({
    connector: { state: 'RESTARTING' },
    tasks: [{ id: 0, state: 'RESTARTING' }],
  })
  await connect.waitForStatus(name, isRunning)
  expect(await connect.connectors.restart(name)).toBeUndefined()
  await connect.tasks.restart(name, 0)
  await connect.waitForStatus(name, isRunning)
})

test('restart of only what failed starts a failed task, and nothing that runs', async () => {
  const { name, connect, config, createPublication } = await source()
  await connect.connectors.create({ name, config: config() })
  const failed = await connect.waitForStatus(name, hasFailed)
  expect(failed.tasks[0]?.trace).toContain('Publication')

  await createPublication()
  const plan = await connect.connectors.restart(name, { includeTasks: true, onlyFailed: true })
  expect(plan).toMatchObject({
    connector: { state: 'RUNNING' },
    tasks: [{ id: 0, state: 'RESTARTING' }],
  })
  await connect.waitForStatus(name, isRunning)
})

test('offsets are read, altered and reset while stopped, and topics told', async () => {
  const { name, connect } = await runningSource()
  await expect.poll(() => connect.offsets.read(name), { timeout: 30_000 }).toHaveLength(1)
  await expect
    .poll(() => connect.connectors.topics(name), { timeout: 30_000 })
    .toEqual([`${name}.${name}.orders`])
  await connect.connectors.resetTopics(name)

  const refused = await failure(connect.offsets.reset(name))
  expect(refused).toMatchObject({ kind: 'refused', status: 400, errorCode: 400 })
  expect(refused).toHaveProperty('connectMessage', expect.stringContaining('STOPPED state'))

  await connect.connectors.stop(name)
  await connect.waitForStatus(name, isStopped)
  const [read] = await connect.offsets.read(name)
  expect(read).toMatchObject({ partition: { server: name }, offset: { lsn: expect.any(Number) } })
  const altered = { partition: { server: name }, offset: { ...read?.offset, ts_usec: 1 } }
  expect(await connect.offsets.alter(name, [altered])).toContain('altered')
  expect(await connect.offsets.read(name)).toEqual([altered])
  expect(await connect.offsets.reset(name)).toContain('reset')
  expect(await connect.offsets.read(name)).toEqual([])
})

test('a bad configuration is told field by field', async () => {
  const { name, connect, config } = await source()
  expect(await connect.plugins.validate(config())).toMatchObject({ valid: true, errors: {} })
  await connect.plugins.check(config())

  const bad = { ...config(), 'snapshot.mode': 'never', 'database.port': 'x' }
  const validation = await connect.plugins.validate(bad)
  expect(validation).toMatchObject({ valid: false, name: POSTGRES_CONNECTOR })
  expect(validation.options['slot.name']).toMatchObject({
    definition: { type: 'STRING', defaultValue: 'debezium' },
    errors: [],
  })
  const invalid = await failure(connect.plugins.check(bad))
  expect(invalid).toBeInstanceOf(ConfigInvalid)
  expect(invalid).toMatchObject({ fields: validation.errors })
  expect(Object.keys(validation.errors).toSorted()).toEqual(['database.port', 'snapshot.mode'])

  const refused = await failure(connect.connectors.putConfig(name, bad))
  expect(refused).toMatchObject({ kind: 'invalid-config', status: 400, fields: {} })
  expect(refused).toHaveProperty('errors', expect.arrayContaining([expect.stringContaining('x')]))
})

test('calls about what does not exist are not found', async () => {
  const { name, connect } = await source()
  const calls = [
    connect.connectors.get(name),
    connect.connectors.config(name),
    connect.connectors.status(name),
    connect.connectors.delete(name),
    connect.connectors.pause(name),
    connect.connectors.stop(name),
    connect.connectors.restart(name, { includeTasks: true }),
    connect.tasks.list(name),
    connect.tasks.status(name, 0),
    connect.tasks.restart(name, 0),
    connect.offsets.read(name),
    connect.loggers.get(name),
    connect.plugins.options(name),
  ]
  const kinds = await Promise.all(calls.map(failureKind))
  expect(kinds).toEqual(calls.map(() => 'not-found'))
  expect(await connect.connectors.topics(name)).toEqual([])
})

test('requests amid a real rebalance are sent again and get through', async () => {
  const { name, connect, config, retries, createPublication } = await source()
  await createPublication()
  await connect.connectors.create({ name, config: config() })
  // A new configuration starts a rebalance; whether one of these requests meets it is chance, and
  // after so many rounds not a small one.
  for (let round = 0; round < 200 && retries.length === 0; round++) {
    const changed = config({ 'poll.interval.ms': 100 + round })
    const answered = new AbortController()
    const put = connect.connectors.putConfig(name, changed).finally(() => answered.abort())
    const ask = async () => {
      while (!answered.signal.aborted) {
        await Promise.all([connect.connectors.config(name), connect.tasks.list(name)])
      }
    }
    // Both to their end, so that no update is under way when the connector is deleted.
    const outcomes = await Promise.allSettled([put, ask()])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
  }
  expect(retries[0]).toMatchObject({ attempt: 1, error: { kind: 'rebalancing' } })
})

test('the worker tells of itself, its plugins and its loggers', async () => {
  const { name, connect } = await source()
  expect(await connect.cluster()).toEqual({
    version: expect.stringMatching(/^\d+\.\d+/),
    commit: expect.any(String),
    kafkaClusterId: expect.any(String),
  })
  expect(await connect.health()).toMatchObject({ status: 'healthy' })

  const installed = { class: POSTGRES_CONNECTOR, type: 'source', version: '3.7.0.Final' }
  expect(await connect.plugins.list()).toContainEqual(installed)
  const router = 'io.debezium.transforms.ToLogicalTopicRouter'
  expect(await connect.plugins.list({ all: true })).toContainEqual(
    expect.objectContaining({ class: router, type: 'transformation' }),
  )
  expect(await connect.plugins.options(router)).toContainEqual(
    expect.objectContaining({ name: 'topic.regex', type: 'STRING' }),
  )

  const logger = `test.${name}`
  expect(await connect.loggers.set(logger, 'DEBUG')).toContain(logger)
  expect(await connect.loggers.get(logger)).toEqual({
    level: 'DEBUG',
    lastModified: expect.any(Number),
  })
  expect(await connect.loggers.set(logger, 'ERROR', { scope: 'cluster' })).toEqual([])
  await expect.poll(() => connect.loggers.get(logger)).toMatchObject({ level: 'ERROR' })
  expect(await connect.loggers.list()).toHaveProperty(['root', 'level'])
})
