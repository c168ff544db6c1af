import { spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * Starts a shell that does nothing until this process is gone, however it went (its end of the pipe
 * closes), and then ends whatever the run record still lists.
 */
export function startReaper(runFolder: string): { pid: number | undefined; dismiss: () => void } {
  const shell = spawn('sh', [join(import.meta.dirname, 'reaper.sh'), runFolder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.unref()
  shell.stdin.on('error', () => undefined)
  return { pid: shell.pid, dismiss: () => shell.stdin.end() }
}
