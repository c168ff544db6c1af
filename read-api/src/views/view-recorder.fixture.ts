import type { ViewEvent } from '@broadsheet/contracts/views'
import { createLog } from '@broadsheet/platform/log'
import { createMetrics } from '@broadsheet/platform/metrics'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Spool, type SpoolLimits } from './spool.ts'
import { ViewRecorder, type RecorderParts, type Wait } from './view-recorder.ts'

export const newFolder = () => mkdtempSync(join(tmpdir(), 'views-'))

export function newView(fields: Partial<ViewEvent> = {}): ViewEvent {
  return {
    v: 1,
    id: randomUUID(),
    articleId: randomUUID(),
    at: '2026-03-01T12:00:00.000Z',
    visitor: randomBytes(16).toString('hex'),
    referrer: null,
    ...fields,
  }
}
export const newViews = (count: number) => Array.from({ length: count }, () => newView())

/** Time in which only a test goes on: waits are over at once, but those for views to come. */
export function ownTime() {
  const waited: number[] = []
  const wait: Wait = (ms, signal) =>
    new Promise((resolve) => {
      if (ms >= 60_000) {
        signal.addEventListener('abort', () => resolve())
        return
      }
      waited.push(ms)
      setImmediate(resolve)
    })
  return { waited, wait }
}

/** A recorder, started; `figure` reads its metrics. */
export async function startRecorder(
  folder: string,
  parts: Pick<RecorderParts, 'send'> & Partial<RecorderParts> & { limits?: SpoolLimits },
) {
  const registry = createMetrics('test')
  const spool = await Spool.open(folder, parts.limits)
  const log = createLog('test', 'silent')
  const recorder = new ViewRecorder({ spool, registry, log, ...parts })
  recorder.start()
  const figure = async (name: string) => {
    const metric = await registry.getSingleMetric(`read_api_views_${name}`)?.get()
    return metric?.values[0]?.value
  }
  return { recorder, spool, figure }
}
