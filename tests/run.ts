import { parseCLI, startVitest } from 'vitest/node'

/** `npm test`: everything, or what the arguments name, as for the `vitest run` command. */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest('test', filter, { ...options, watch: false })
await vitest.close()
