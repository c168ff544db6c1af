import { pause } from './rest/backoff.ts'
import { describeStatus, type ConnectorStatus } from './rest/connector-status.ts'
import { ConnectError, isConnectError } from './rest/errors.ts'
import type { CallOptions } from './rest/transport.ts'

export type WaitOptions = {
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal
  /** Limit of the whole wait, in milliseconds. A minute if absent. */
  timeoutMs?: number
  /** Pause between two looks, in milliseconds. 200 if absent. */
  intervalMs?: number
}

type StatusOf = (name: string, options: CallOptions) => Promise<ConnectorStatus>

/**
 * Resolves with the first status that the predicate accepts. An error that it throws ends the wait.
 * Not found, rebalancing and unreachable mean not yet. Rejects with a `timeout` that says what was
 * seen last.
 */
export async function waitForStatus(
  statusOf: StatusOf,
  name: string,
  predicate: (status: ConnectorStatus) => boolean,
  { signal, timeoutMs = 60_000, intervalMs = 200 }: WaitOptions = {},
): Promise<ConnectorStatus> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout
  let seen = `${name}: no status yet`
  try {
    for (;;) {
      const status = await look(statusOf, name, either)
      if (status instanceof ConnectError) seen = status.message
      else if (predicate(status)) return status
      else seen = describeStatus(status)
      await pause(intervalMs, either)
    }
  } catch (error) {
    if (signal?.aborted || !timeout.aborted || error !== timeout.reason) throw error
    throw new ConnectError(`not as awaited after ${timeoutMs} ms, but ${seen}`, {
      kind: 'timeout',
      call: `wait for the status of ${name}`,
    })
  }
}

async function look(
  statusOf: StatusOf,
  name: string,
  signal: AbortSignal,
): Promise<ConnectorStatus | ConnectError> {
  try {
    return await statusOf(name, { signal, retry: false })
  } catch (error) {
    if (isConnectError(error, 'not-found', 'rebalancing', 'unreachable', 'timeout')) return error
    throw error
  }
}
