import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A process of the benchmark's own. */
export type OwnProcess = { url: string; stop: () => Promise<void> }

/**
 * Runs a server with `input` on its standard input. `portIn` finds the port that it listens on in a line
 * of its standard output; null: not in this one.
 */
export async function startOwnProcess(
  path: string,
  env: Record<string, string>,
  input: string,
  portIn: (line: string) => number | null,
): Promise<OwnProcess> {
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input)
  const stop = async () => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  const lines = createInterface(child.stdout)
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const port = portIn(line)
      if (port !== null) resolve(port)
    })
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)))
  })
  return { url: `http://127.0.0.1:${port}`, stop }
}
