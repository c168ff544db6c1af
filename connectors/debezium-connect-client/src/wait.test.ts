import { expect, test } from 'vitest'
import { isRunning, type ConnectorStatus } from './rest/connector-status.ts'
import { ConnectError, type ConnectErrorKind } from './rest/errors.ts'
import { waitForStatus } from './wait.ts'

const worker = { workerId: 'w:1', trace: undefined, version: undefined }
const status = (connector: string, ...tasks: string[]): ConnectorStatus => ({
  name: 'shop',
  type: 'source',
  connector: { state: connector, ...worker },
  tasks: tasks.map((state, id) => ({ id, state, ...worker })),
})
const failed = (kind: ConnectErrorKind) => new ConnectError('no', { kind, call: 'GET /x' })

/** Gives the answers in turn, the last one for ever. */
function seen(...answers: [...(ConnectorStatus | Error)[], ConnectorStatus | Error]) {
  const last = answers.at(-1)!
  return async () => {
    const answer = answers.shift() ?? last
    if (answer instanceof Error) throw answer
    return answer
  }
}

test('looks until the predicate holds, through what passes', async () => {
  const statusOf = seen(
    failed('unreachable'),
    failed('not-found'),
    failed('rebalancing'),
    status('RUNNING'),
    status('RUNNING', 'UNASSIGNED'),
    status('RUNNING', 'RUNNING'),
  )
  const found = await waitForStatus(statusOf, 'shop', isRunning, { intervalMs: 1 })
  expect(found.tasks).toHaveLength(1)
})

test('an error that will not pass ends the wait, and so does one of the predicate', async () => {
  const refused = failed('unauthorized')
  await expect(waitForStatus(seen(refused), 'shop', isRunning)).rejects.toBe(refused)
  const verdict = new Error('task failed')
  const judge = () => {
    throw verdict
  }
  await expect(waitForStatus(seen(status('FAILED')), 'shop', judge)).rejects.toBe(verdict)
})

test('a wait in vain says what it saw last', async () => {
  const statusOf = seen(status('RUNNING', 'FAILED'))
  const vain = waitForStatus(statusOf, 'shop', isRunning, { intervalMs: 1, timeoutMs: 20 })
  await expect(vain).rejects.toMatchObject({ kind: 'timeout' })
  await expect(vain).rejects.toThrow('shop: connector RUNNING, task 0 FAILED')
})

test('an abort ends the wait with its reason', async () => {
  const signal = AbortSignal.abort('enough')
  const wait = waitForStatus(seen(status('PAUSED')), 'shop', isRunning, { signal })
  await expect(wait).rejects.toBe('enough')
})
