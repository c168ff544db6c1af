import { Counter, Gauge, type Registry } from 'prom-client'
import type { Batch } from './fold.ts'

/** The projector's figures, one label value for each projection. */
export class ProjectionMetrics {
  readonly parked: Counter
  readonly #records: Counter
  readonly #changes: Counter
  readonly #failures: Counter
  readonly #offset: Gauge
  readonly #lsn: Gauge

  constructor(registry: Registry) {
    const about = { labelNames: ['projection'] as const, registers: [registry] }
    const counter = (name: string, help: string) => new Counter({ ...about, name, help })
    const gauge = (name: string, help: string) => new Gauge({ ...about, name, help })
    this.parked = counter('projector_dead_letters_total', 'Changes parked in ops.dead_letters')
    this.#records = counter('projector_records_total', 'Records read from the change topic')
    this.#changes = counter('projector_changes_total', 'Row changes applied')
    this.#failures = counter('projector_failures_total', 'Attempts that a store refused for now')
    this.#offset = gauge('projector_next_offset', 'The next offset to read')
    this.#lsn = gauge('projector_watermark_lsn', 'Greatest transaction END applied, bytes of WAL')
  }

  observe(projection: string, records: number, batch: Batch): void {
    this.#records.inc({ projection }, records)
    this.#changes.inc({ projection }, batch.changes.length)
    this.#offset.set({ projection }, Number(batch.next.offset))
    this.#lsn.set({ projection }, Number(batch.next.lsn ?? 0n))
  }

  failed(projection: string): void {
    this.#failures.inc({ projection })
  }
}
