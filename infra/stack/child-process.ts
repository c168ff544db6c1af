import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { invocation, type RunAs } from './privileges.ts'

/** How a process of this machine is run. Paths are absolute. */
export type Program = {
  command: string
  args: string[]
  env?: Record<string, string>
  cwd?: string
  runAs?: RunAs | undefined
  input?: Buffer
}

/** A server that was started, whatever it runs in. */
export type Running = {
  /** The server's own on this machine; none when it has none here (an engine elsewhere). */
  pid?: number | undefined
  /** Resolves when nothing of it is left, with how it ended. */
  ended: Promise<string>
  signal: (signal: NodeJS.Signals) => void
  /** Ends it and all that it started, at once. */
  kill: () => void
}

/** Starts a program in a process group of its own, its output appended to the file `log`. */
export function startProgram(program: Program, log: string): Running {
  const { env, cwd, input } = program
  const { command, args, ...ids } = invocation(program.runAs, program.command, program.args)
  const output = openSync(log, 'a')
  try {
    const child = spawn(command, args, {
      detached: true,
      stdio: [input ? 'pipe' : 'ignore', output, output],
      ...(env && { env }),
      ...(cwd && { cwd }),
      ...ids,
    })
    // A process that ended early has closed its input; its exit is reported anyway.
    child.stdin?.on('error', () => undefined)
    if (input) child.stdin?.write(input)
    const kill = () => killGroup(child.pid)
    const ended = new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        // What it may have left in its group would hold its port or its data.
        kill()
        resolve(signal ?? `exit code ${code}`)
      })
    })
    return { pid: child.pid, ended, signal: (signal) => void child.kill(signal), kill }
  } finally {
    closeSync(output)
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is gone, as wanted.
  }
}
