import { asFields, asString } from './answer.ts'
import type { CallOptions, Transport } from './transport.ts'

export type ClusterInfo = {
  /** Version of Connect, like `4.3.1`. */
  version: string
  commit: string
  kafkaClusterId: string
}

export type WorkerHealth = {
  status: 'healthy' | 'starting' | 'unhealthy' | (string & {})
  message: string
}

export function workerCalls({ send }: Transport) {
  return {
    cluster: (options?: CallOptions): Promise<ClusterInfo> =>
      send({ method: 'GET', path: '/', read: asClusterInfo }, options),

    /** Whether the worker that answers does its work. Connect 3.9 or newer. */
    health: (options?: CallOptions): Promise<WorkerHealth> =>
      send(
        {
          method: 'GET',
          path: '/health',
          alsoAccept: [500, 503],
          read: asWorkerHealth,
        },
        options,
      ),
  }
}

function asClusterInfo(body: unknown): ClusterInfo {
  const info = asFields(body, 'cluster')
  return {
    version: asString(info['version'], 'version'),
    commit: asString(info['commit'], 'commit'),
    kafkaClusterId: asString(info['kafka_cluster_id'], 'kafka_cluster_id'),
  }
}

function asWorkerHealth(body: unknown): WorkerHealth {
  const health = asFields(body, 'health')
  return {
    status: asString(health['status'], 'status'),
    message: asString(health['message'], 'message'),
  }
}
