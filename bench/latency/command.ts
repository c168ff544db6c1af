import { Command, InvalidArgumentError } from 'commander'
import { registerAuthor } from '../author.ts'
import { table } from '../table.ts'
import { findStack } from '../running-stack.ts'
import { measureCeilings } from './ceilings.ts'
import { measureReads } from './read-after-write.ts'

// Two of its servers are JVMs, which compile what is asked of them often.
const warmUps = 300

/** Ends with 1 when a read that carried a token did not show what was written. */
export function latencyCommand(dataDir: string): Command {
  return new Command('latency')
    .description('how long after a write it can be read and searched, through its token')
    .option('--url <gateway>', 'a stack elsewhere; then without its inner ceilings')
    .option('--number <writes>', 'how many of each', positive, 300)
    .action(async ({ url, number }: { url?: string; number: number }) => {
      await measure(dataDir, url, number)
    })
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('a whole number from 1, please')
  return Number(text)
}

async function measure(dataDir: string, url: string | undefined, number: number): Promise<void> {
  const stack = findStack(dataDir, url)
  const author = await registerAuthor(stack.gateway)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    await measureReads(stack.gateway, author, warmUps, stop.signal)
    const reads = await measureReads(stack.gateway, author, number, stop.signal)
    if (stop.signal.aborted) return
    const ceilings = await measureCeilings(stack, reads.last, number)
    console.log(
      ['milliseconds, one request at a time', ...table([...reads.rows, ...ceilings])].join('\n'),
    )
    console.log(`${reads.wrong} of ${2 * number} reads did not show what was written before them`)
    if (reads.wrong > 0) process.exitCode = 1
  } finally {
    await author.tidyUp()
  }
}
