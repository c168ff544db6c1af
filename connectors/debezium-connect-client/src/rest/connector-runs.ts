import { asFields, asOptional, asStrings } from './answer.ts'
import { asConnectorStatus, type ConnectorStatus } from './connector-status.ts'
import { nothing, path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type Restart = {
  /** Restart tasks too, not only the connector. */
  includeTasks?: boolean
  /** Restart only what failed. */
  onlyFailed?: boolean
}

export function connectorRuns({ send }: Transport) {
  return {
    /** Asks for it; `waitForStatus` tells when it is so. */
    pause: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'pause'), options),

    /** Asks for it, after a pause or a stop. */
    resume: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'resume'), options),

    /** Asks for it; unlike a pause it ends the tasks, and frees what they hold. */
    stop: (name: string, options?: CallOptions): Promise<void> =>
      send(changeState(name, 'stop'), options),

    /**
     * Asks for it. Answers with the status in which what will be restarted is `RESTARTING`, or
     * undefined from a plain restart of the connector alone.
     */
    restart: (
      name: string,
      { includeTasks, onlyFailed, ...options }: Restart & CallOptions = {},
    ): Promise<ConnectorStatus | undefined> =>
      send(
        {
          method: 'POST',
          path: path('connectors', name, 'restart'),
          query: { includeTasks, onlyFailed },
          read: (body) => asOptional(body, 'status', asConnectorStatus),
        },
        options,
      ),

    /** Topics used since it was created or they were reset; none for an unknown connector. */
    topics: (name: string, options?: CallOptions): Promise<readonly string[]> =>
      send(
        {
          method: 'GET',
          path: path('connectors', name, 'topics'),
          read: (body) => asTopics(body, name),
        },
        options,
      ),

    resetTopics: (name: string, options?: CallOptions): Promise<void> =>
      send(
        {
          method: 'PUT',
          path: path('connectors', name, 'topics', 'reset'),
          read: nothing,
        },
        options,
      ),
  }
}

function changeState(name: string, to: 'pause' | 'resume' | 'stop') {
  const method = 'PUT' as const
  return { method, path: path('connectors', name, to), read: nothing }
}

function asTopics(body: unknown, name: string): readonly string[] {
  const used = asFields(asFields(body, 'topics')[name], `topics.${name}`)
  return asStrings(used['topics'], `topics.${name}.topics`)
}
