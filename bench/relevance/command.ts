import { Command } from 'commander'
import { Client } from 'pg'
import { newPrefix, unload } from '../feed/corpus.ts'
import { operatorSecretOf, wholeStack } from '../running-stack.ts'
import { dropBaseline, openBaseline } from './baseline.ts'
import { newTag, publishCorpus, type Run, type Search } from './published-corpus.ts'
import { gain, table, worst, type Asked } from './report.ts'
import { readCorpus, readQueries } from './test-set.ts'

const leastGain = 0.1
const worstShown = 30

type Server = { gateway: string; elasticsearch: string; operatorSecret: string }
type Sides = { search: Search; baseline: Search }

/** Ends with 1 when the search is not better than the baseline by 0.10 of nDCG@10. */
export function relevanceCommand(dataDir: string): Command {
  return new Command('relevance')
    .description('how good the search is, by judged queries, beside Elasticsearch as it comes')
    .option('--verbose', 'what came for the worst queries, each article with its grade')
    .action(async ({ verbose = false }: { verbose?: boolean }) => {
      const { gateway, postgres, elasticsearch } = wholeStack(dataDir)
      const server = { gateway, elasticsearch, operatorSecret: operatorSecretOf(dataDir) }
      const client = new Client({ connectionString: postgres })
      await client.connect()
      try {
        await measure(server, client, verbose)
      } finally {
        await client.end()
      }
    })
}

async function measure(server: Server, postgres: Client, verbose: boolean): Promise<void> {
  const run = { prefix: newPrefix(), tag: newTag() }
  const stop = new AbortController()
  const interrupted = new Error('interrupted')
  process.once('SIGINT', () => stop.abort(interrupted))
  try {
    const asked = await askAll(await openSides(server, run, stop.signal))
    report(asked, verbose)
  } finally {
    await tidyUp(server, run, postgres)
  }
}

async function openSides(server: Server, run: Run, stop: AbortSignal): Promise<Sides> {
  const { gateway, elasticsearch, operatorSecret } = server
  const corpus = readCorpus()
  return {
    search: await publishCorpus(gateway, operatorSecret, run, corpus, stop),
    baseline: await openBaseline(elasticsearch, indexOf(run), run.tag, corpus, stop),
  }
}

async function askAll({ search, baseline }: Sides): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const query of readQueries()) {
    asked.push({ query, search: await search(query.q), baseline: await baseline(query.q) })
  }
  return asked
}

function report(asked: readonly Asked[], verbose: boolean): void {
  if (verbose) console.log([...worst(asked, worstShown), ''].join('\n'))
  console.log(table(asked).join('\n'))
  const gained = gain(asked)
  const enough = gained >= leastGain
  const verdict = enough ? 'enough' : `not enough: ${leastGain.toFixed(2)} is due`
  console.log(`${gained.toFixed(3)} of nDCG@10 above the baseline, which is ${verdict}`)
  if (!enough) process.exitCode = 1
}

/** Both, though one should fail. */
async function tidyUp(server: Server, run: Run, postgres: Client): Promise<void> {
  try {
    await unload(postgres, run.prefix)
  } finally {
    await dropBaseline(server.elasticsearch, indexOf(run))
  }
}

/** Not `articles-…`: nothing of the product's may take it for its own. */
const indexOf = ({ prefix }: Run) => `${prefix}relevance`
