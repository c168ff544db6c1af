import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { register } from '../author.ts'
import { startStack } from '../launch.ts'
import { installSchemathesis, Obstacle } from './schemathesis.ts'

const limitMs = 8 * 60_000
const config = join(import.meta.dirname, 'schemathesis.toml')

/** They end the very session with which a run is signed in. */
const signingOut = ['endCurrentSession', 'endSession']
const named = (option: string, ids: string[]) => ids.flatMap((id) => [option, id])

/** Whose eyes the operations are seen with, and which of them. */
const runs = [
  { as: 'nobody', signedIn: false, args: ['--phases', 'coverage,fuzzing', '--max-examples', '5'] },
  { as: 'a user', signedIn: true, args: named('--exclude-operation-id', signingOut) },
  { as: 'a user who leaves', signedIn: true, args: named('--include-operation-id', signingOut) },
]

/**
 * Headers whose right values no schema can tell, left out of what is made up: a token is signed, and a
 * key goes with one request alone.
 */
const untellable = ['ConsistencyToken', 'IdempotencyKey'].map((name) => ({
  $ref: `#/components/parameters/${name}`,
}))

type Parameter = { $ref?: string }
type Document = { paths: Record<string, Record<string, { parameters: Parameter[] }>> }

async function documentOf(gateway: string): Promise<Document> {
  const document = (await (await fetch(`${gateway}/api/openapi.json`)).json()) as Document
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    operation.parameters = operation.parameters.filter(
      ({ $ref }) => !untellable.some((one) => one.$ref === $ref),
    )
  }
  return document
}

/** Resolves with the exit code; rejects when the signal ends it. */
function run(command: string, args: string[], cwd: string, signal: AbortSignal): Promise<number> {
  const child = spawn(command, args, { cwd, signal, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (signal.aborted) reject(new Obstacle(`more than ${limitMs / 60_000} minutes: given up`))
      else reject(error)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Asks a running system made-up requests of every operation; resolves with the exit code. */
async function fuzz(gateway: string, command: string, folder: string): Promise<number> {
  const document = join(folder, 'openapi.json')
  writeFileSync(document, JSON.stringify(await documentOf(gateway)))
  const signal = AbortSignal.timeout(limitMs)
  let code = 0
  for (const { as, signedIn, args } of runs) {
    console.log(`as ${as}`)
    const token = signedIn ? (await register(gateway)).token : null
    const credential = token === null ? [] : ['--header', `Authorization:Token ${token}`]
    const given = [
      '--config-file',
      config,
      'run',
      document,
      '--url',
      gateway,
      ...credential,
      ...args,
    ]
    code = (await run(command, given, folder, signal)) || code
  }
  return code
}

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-fuzz-'))
try {
  const command = installSchemathesis()
  const stack = await startStack({ DEMO: '0', RATE_LIMITS: 'off' })
  try {
    process.exitCode = await fuzz(stack.description.gateway, command, folder)
  } finally {
    await stack.stop()
  }
} catch (error) {
  if (!(error instanceof Obstacle)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
