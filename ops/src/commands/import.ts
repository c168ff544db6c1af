import { Command } from 'commander'
import { resolve } from 'node:path'
import { findMarkdownFiles } from '../markdown/find-files.ts'
import { markdownSource } from '../markdown/source.ts'
import { startProgress } from '../publishing/progress.ts'
import { publish } from '../publishing/publish.ts'
import { doneOf, emptyTally, summaryOf } from '../publishing/tally.ts'
import { findServer, type LocationSettings } from '../server/location.ts'
import { concurrencyOption, urlOption } from './options.ts'

type Options = { url?: string; author: string; prefix: string; concurrency: number }

/** Ends with 0 unless the server is at fault; a file that cannot be an article is only reported. */
export function importCommand(settings: LocationSettings, calledFrom: string): Command {
  return new Command('import')
    .description(
      'publish a folder of Markdown files; again, only what is new or changed is written',
    )
    .argument('<folder>')
    .option('--author <name>', 'author of files that name none', 'imported')
    .option(
      '--prefix <path>',
      "put before each file's path, which says which article it is: keeps two folders apart",
      '',
    )
    .addOption(concurrencyOption)
    .addOption(urlOption)
    .action(async (folder: string, options: Options) => {
      const gatewayUrl = options.url ?? settings.gatewayUrl
      await importFolder({ ...settings, gatewayUrl }, resolve(calledFrom, folder), options)
    })
}

async function importFolder(
  settings: LocationSettings,
  folder: string,
  { author, prefix, concurrency }: Options,
): Promise<void> {
  const { files, skipped } = await findMarkdownFiles(folder)
  const server = findServer(settings)
  const sources = files.map((path) => markdownSource(folder, path, { author, prefix }))
  const tally = emptyTally(skipped)
  const progress = startProgress(sources.length + skipped.length, process.stderr, 'files')
  try {
    await publish(server, sources, { concurrency, tally, onDone: progress.show })
  } finally {
    progress.end()
    if (doneOf(tally) > skipped.length || files.length === 0) {
      console.log(summaryOf(tally).join('\n'))
    }
  }
  if (tally.failed.length > 0) process.exitCode = 1
}
