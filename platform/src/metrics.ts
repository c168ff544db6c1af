import { collectDefaultMetrics, Registry } from 'prom-client'

export type Metrics = Registry

/** A registry of its own for each process, with Node's figures in it. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return registry
}
