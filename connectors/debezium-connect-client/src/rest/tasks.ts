import { asFields, asList } from './answer.ts'
import { asConfig, asTaskId, type ConnectorConfig, type TaskId } from './connector-info.ts'
import { asTaskStatus, type TaskStatus } from './connector-status.ts'
import { nothing, path } from './path.ts'
import type { CallOptions, Transport } from './transport.ts'

export type TaskInfo = { id: TaskId; config: ConnectorConfig }

export function taskCalls({ send }: Transport) {
  return {
    /** The connector's tasks with their configurations, passwords in the clear. */
    list: (connector: string, options?: CallOptions): Promise<readonly TaskInfo[]> =>
      send(
        {
          method: 'GET',
          path: path('connectors', connector, 'tasks'),
          read: (body) => asList(body, 'tasks', asTaskInfo),
        },
        options,
      ),

    status: (connector: string, task: number, options?: CallOptions): Promise<TaskStatus> =>
      send(
        {
          method: 'GET',
          path: path('connectors', connector, 'tasks', task, 'status'),
          read: (body) => asTaskStatus(body),
        },
        options,
      ),

    /** Asks for it; `waitForStatus` tells when it is so. */
    restart: (connector: string, task: number, options?: CallOptions): Promise<void> =>
      send(
        {
          method: 'POST',
          path: path('connectors', connector, 'tasks', task, 'restart'),
          read: nothing,
        },
        options,
      ),
  }
}

function asTaskInfo(value: unknown, at: string): TaskInfo {
  const task = asFields(value, at)
  return { id: asTaskId(task['id'], `${at}.id`), config: asConfig(task['config'], `${at}.config`) }
}
