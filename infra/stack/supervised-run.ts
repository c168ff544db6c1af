import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { progress } from './progress.ts'
import { startReaper } from './reaper.ts'
import { RunRecord } from './run-record.ts'
import type { ProcessSpec } from './server-process.ts'
import { removeStackFile, writeStackFile, type StackDescription } from './stack-file.ts'
import { Supervisor } from './supervisor.ts'

export type SupervisedRun = {
  dataDir: string
  stop: AbortSignal
  watch: boolean
  describe: (processes: StackDescription['processes']) => StackDescription
  whenReady: () => Promise<void>
}

/** Runs the processes until the stop signal, stack.json always saying which they are. */
export async function runSupervised(specs: ProcessSpec[], run: SupervisedRun): Promise<void> {
  const { dataDir, stop } = run
  const logs = join(dataDir, 'logs')
  mkdirSync(logs, { recursive: true })
  const record = new RunRecord(dataDir)
  const reaper = startReaper(record.folder)
  let described = false
  const describe = () => {
    if (described) writeStackFile(dataDir, run.describe(supervisor.pids()))
  }
  const supervisor = new Supervisor(specs, {
    dataDir,
    logs,
    record,
    stop,
    onPids: describe,
  })
  try {
    await supervisor.start()
    described = true
    describe()
    if (run.watch) supervisor.watch()
    await run.whenReady()
    await aborted(stop)
  } finally {
    described = false
    removeStackFile(dataDir)
    await supervisor.stop()
    record.clear()
    reaper.dismiss()
    progress('stopped')
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
