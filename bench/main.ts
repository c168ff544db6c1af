import { Command } from 'commander'
import { join, resolve } from 'node:path'
import { feedCommand } from './feed/command.ts'
import { latencyCommand } from './latency/command.ts'
import { ratiosCommand } from './ratios/command.ts'
import { relevanceCommand } from './relevance/command.ts'
import { storesCommand } from './stores/command.ts'

const { env } = process
const dataDir = resolve(env.DATA_DIR || join(import.meta.dirname, '../.data'))

const program = new Command('bench')
  .description('Measures a running stack, each number beside its ceiling')
  .addCommand(latencyCommand(dataDir))
  .addCommand(feedCommand(dataDir))
  .addCommand(ratiosCommand(dataDir))
  .addCommand(relevanceCommand(dataDir))
  .addCommand(storesCommand(dataDir))

try {
  await program.parseAsync()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
