import { watch } from 'node:fs'

const settleMs = 150

/** Calls back once per burst of changes of a folder's sources, tests left out; until aborted. */
export function watchSources(folder: string, signal: AbortSignal, changed: () => void): void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(folder, { recursive: true, signal }, (_, file) => {
    if (!file?.endsWith('.ts') || /\.(test|fixture)\.ts$/.test(file)) return
    clearTimeout(timer)
    timer = setTimeout(changed, settleMs)
  })
  // Aborting is its ordinary end.
  watcher.on('error', (error) => {
    if (!signal.aborted) console.error(`cannot watch ${folder}: ${error.message}`)
  })
}
