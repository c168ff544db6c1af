import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './own-processes.ts'
import { progress } from './progress.ts'
import { writePrivately, type Secrets } from './secrets.ts'

type DemoState = { state: 'wanted' | 'done' }

const stateFile = (dataDir: string) => join(dataDir, 'demo.json')

/** Only a new data folder gets the demo corpus; an import that was broken off stays wanted. */
export function wantDemo(dataDir: string): void {
  writePrivately(stateFile(dataDir), { state: 'wanted' } satisfies DemoState)
}

function isWanted(dataDir: string): boolean {
  const file = stateFile(dataDir)
  if (!existsSync(file)) return false
  return (JSON.parse(readFileSync(file, 'utf8')) as DemoState).state === 'wanted'
}

type DemoInput = { dataDir: string; gateway: string; secrets: Secrets; stop: AbortSignal }

/** Imports the demo corpus if it is still wanted; resolves when that is over, either way. */
export async function importDemo({ dataDir, gateway, secrets, stop }: DemoInput): Promise<void> {
  const program = join(repository, 'ops/src/main.ts')
  if (!isWanted(dataDir) || !existsSync(program) || stop.aborted) return
  progress('importing the demo corpus (DEMO=0 leaves it out)')
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [program, 'demo'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        GATEWAY_URL: gateway,
        OPERATOR_SECRET: secrets.operatorSecret,
        DEMO_PASSWORD: secrets.demoPassword,
      },
    })
    const end = () => child.kill('SIGTERM')
    stop.addEventListener('abort', end, { once: true })
    child.once('error', () => resolve(null))
    child.once('exit', (exitCode) => {
      stop.removeEventListener('abort', end)
      resolve(exitCode)
    })
  })
  if (code === 0) writePrivately(stateFile(dataDir), { state: 'done' } satisfies DemoState)
  else if (!stop.aborted) progress('the demo import did not finish; the next start goes on with it')
}
