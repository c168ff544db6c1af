import type { Metrics } from '@broadsheet/platform/metrics'
import { Counter, Gauge } from 'prom-client'

/** How page views fare on their way to Kafka. Anything parked or dropped is for an alert. */
export type ViewMetrics = { sent: Counter; parked: Counter; dropped: Counter }

export function createViewMetrics(
  registry: Metrics,
  now: { queued: () => number; spoolBytes: () => number },
): ViewMetrics {
  const registers = [registry]
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const gauge = (name: string, help: string, value: () => number) => {
    const collect = (figure: Gauge) => figure.set(value())
    return new Gauge({
      name,
      help,
      registers,
      collect() {
        collect(this)
      },
    })
  }
  gauge('read_api_views_queued', 'Page views in memory that were not sent yet', now.queued)
  gauge('read_api_views_spool_bytes', 'Size of the page views parked on disk', now.spoolBytes)
  return {
    sent: counter('read_api_views_sent_total', 'Page views that Kafka has acknowledged'),
    parked: counter('read_api_views_parked_total', 'Page views written to disk, Kafka being away'),
    dropped: counter('read_api_views_dropped_total', 'Page views lost: memory and disk were full'),
  }
}
