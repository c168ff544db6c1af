import { asFields, asList, asNumber, asOptional, asString } from './answer.ts'

export type ConnectorType = 'source' | 'sink' | (string & {})

/** A state that Connect knows, or one that a later version of it adds. */
export type State =
  | 'UNASSIGNED'
  | 'RUNNING'
  | 'PAUSED'
  | 'STOPPED'
  | 'FAILED'
  | 'RESTARTING'
  | (string & {})

export type InstanceStatus = {
  state: State
  /** Host and port of the worker that runs it. */
  workerId: string
  /** Java stack trace, when it failed. */
  trace: string | undefined
  /** Version of the plugin, from Connect 4.1 on. */
  version: string | undefined
}

export type TaskStatus = InstanceStatus & { id: number }

export type ConnectorStatus = {
  name: string
  type: ConnectorType
  connector: InstanceStatus
  tasks: readonly TaskStatus[]
}

export function asConnectorStatus(value: unknown, at = 'status'): ConnectorStatus {
  const status = asFields(value, at)
  return {
    name: asString(status['name'], `${at}.name`),
    type: asString(status['type'], `${at}.type`),
    connector: asInstance(status['connector'], `${at}.connector`),
    tasks: asList(status['tasks'], `${at}.tasks`, asTaskStatus),
  }
}

export function asTaskStatus(value: unknown, at = 'task'): TaskStatus {
  return { id: asNumber(asFields(value, at)['id'], `${at}.id`), ...asInstance(value, at) }
}

function asInstance(value: unknown, at: string): InstanceStatus {
  const instance = asFields(value, at)
  return {
    state: asString(instance['state'], `${at}.state`),
    workerId: asString(instance['worker_id'], `${at}.worker_id`),
    trace: asOptional(instance['trace'], `${at}.trace`, asString),
    version: asOptional(instance['version'], `${at}.version`, asString),
  }
}

/** The connector runs, and at least one task, and every task. */
export function isRunning({ connector, tasks }: ConnectorStatus): boolean {
  return connector.state === 'RUNNING' && tasks.length > 0 && tasks.every(inState('RUNNING'))
}

/** The connector is paused, and so is every task. */
export function isPaused({ connector, tasks }: ConnectorStatus): boolean {
  return connector.state === 'PAUSED' && tasks.every(inState('PAUSED'))
}

/** The connector is stopped and has no task left: its offsets may be altered. */
export function isStopped({ connector, tasks }: ConnectorStatus): boolean {
  return connector.state === 'STOPPED' && tasks.length === 0
}

/** The connector or any of its tasks failed. */
export function hasFailed({ connector, tasks }: ConnectorStatus): boolean {
  return connector.state === 'FAILED' || tasks.some(inState('FAILED'))
}

/** On one line, like `shop: connector RUNNING, task 0 FAILED`. */
export function describeStatus({ name, connector, tasks }: ConnectorStatus): string {
  const states = tasks.map((task) => `, task ${task.id} ${task.state}`)
  return `${name}: connector ${connector.state}${states.join('')}`
}

function inState(state: State): (task: TaskStatus) => boolean {
  return (task) => task.state === state
}
