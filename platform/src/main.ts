import { ConfigError } from './config.ts'

/** Runs a process; what it cannot start with goes to standard error in plain words, exit code 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error)
    process.exit(1)
  }
}
