import { Command } from 'commander'
import { join, resolve } from 'node:path'
import { demoCommand } from './commands/demo.ts'
import { importCommand } from './commands/import.ts'
import { usersCommand } from './commands/users.ts'
import { Refusal } from './refusal.ts'
import { printable } from './terminal.ts'

const { env } = process
const repository = join(import.meta.dirname, '../..')
const settings = {
  dataDir: resolve(env.DATA_DIR || join(repository, '.data')),
  gatewayUrl: env.GATEWAY_URL || undefined,
  operatorSecret: env.OPERATOR_SECRET || undefined,
}
/** npm runs scripts in the repository and says here where it was called. */
const calledFrom = env.INIT_CWD ?? process.cwd()

const program = new Command('ops')
  .description("The operator's hands")
  .addCommand(importCommand(settings, calledFrom))
  .addCommand(
    demoCommand(settings, {
      packages: join(repository, 'node_modules'),
      password: env.DEMO_PASSWORD || undefined,
    }),
  )
  .addCommand(usersCommand(settings))

try {
  await program.parseAsync()
} catch (error) {
  console.error(error instanceof Refusal ? printable(error.message) : error)
  process.exitCode = 1
}
