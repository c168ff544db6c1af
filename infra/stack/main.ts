import { mkdirSync } from 'node:fs'
import { runLauncher } from './launcher.ts'
import { Refusal } from './progress.ts'
import { readSettings } from './settings.ts'

// Servers that run as another user must be able to read what is made for them.
process.umask(0o022)

// Whoever reads the progress may leave; the servers stay.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

try {
  const settings = readSettings(process.env, process.argv.slice(2))
  mkdirSync(settings.dataDir, { recursive: true })
  // Not left to run out: an open channel to the parent would keep it alive.
  process.exit(await runLauncher(settings))
} catch (error) {
  console.error(inPlainWords(error))
  process.exit(1)
}

function inPlainWords(error: unknown): unknown {
  if (error instanceof Refusal) return `cannot start: ${error.message}`
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return `cannot go on: the disk is full${path ? ` (writing ${path})` : ''}`
  if (code === 'EACCES') return `cannot start: no permission for ${path}`
  return error
}
