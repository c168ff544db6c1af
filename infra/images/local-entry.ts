import { spawn } from 'node:child_process'
import {
  clickhouse,
  connect,
  elasticsearch,
  kafka,
  postgres,
  type Command,
} from './local-servers.ts'

// The entry of the local images: makes of the official image's environment what the server reads,
// and stays as the process that passes signals on.

const entries: Record<string, (args: string[]) => Promise<Command>> = {
  postgres,
  kafka,
  connect,
  elasticsearch,
  clickhouse,
}

const [server = '', ...args] = process.argv.slice(2)
const entry = entries[server]
if (!entry) throw new Error(`no server is named ${server}`)
const { command, args: all, input, env } = await entry(args)
const child = spawn(command, all, {
  stdio: [input ? 'pipe' : 'ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...env },
})
if (input) child.stdin?.write(input)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal))
}
child.once('exit', (code) => process.exit(code ?? 1))
