import { Command } from 'commander'
import { registerDemoAuthor, signInAsDemo } from '../demo/demo-author.ts'
import { firstSteps } from '../demo/first-steps.ts'
import { findInstalledPackages } from '../demo/installed-packages.ts'
import { readmeSource } from '../demo/readme-source.ts'
import { becomesSearchable } from '../demo/searchable.ts'
import { publishWelcome } from '../demo/welcome.ts'
import { startProgress } from '../publishing/progress.ts'
import { checkServer, publish } from '../publishing/publish.ts'
import { emptyTally, summaryOf } from '../publishing/tally.ts'
import { Refusal } from '../refusal.ts'
import { findServer, readDemoPassword, type LocationSettings } from '../server/location.ts'
import { concurrencyOption, urlOption } from './options.ts'

export type DemoSettings = {
  /** The `node_modules` whose READMEs are the demo corpus. */
  packages: string
  password: string | undefined
}
type Options = { url?: string; concurrency: number }

/** Can be broken off and run again: what is there already stays as it is. */
export function demoCommand(location: LocationSettings, settings: DemoSettings): Command {
  return new Command('demo')
    .description('fill an empty Broadsheet with the READMEs of the installed packages')
    .addOption(concurrencyOption)
    .addOption(urlOption)
    .action(async ({ url, concurrency }: Options) => {
      const gatewayUrl = url ?? location.gatewayUrl
      await runDemo({ ...location, gatewayUrl }, settings, concurrency)
    })
}

async function runDemo(
  location: LocationSettings,
  { packages, password: given }: DemoSettings,
  concurrency: number,
): Promise<void> {
  const server = findServer(location)
  const password = given ?? readDemoPassword(location.dataDir)
  if (password === undefined)
    throw new Refusal("the demo author's password is not in DEMO_PASSWORD")
  await checkServer(server)
  await registerDemoAuthor(server.url, password)
  const { slug, firstPublished } = await publishWelcome(server)
  const found = await findInstalledPackages(packages)
  const sources = found.map((it) => readmeSource(it, firstPublished))
  const tally = emptyTally()
  const progress = startProgress(sources.length, process.stderr, 'demo articles')
  try {
    await publish(server, sources, { concurrency, tally, onDone: progress.show })
  } finally {
    progress.end()
  }
  if (tally.failed.length > 0) {
    process.exitCode = 1
    console.error(summaryOf({ ...tally, skipped: [] }).join('\n'))
  }
  const { published, known, skipped, seconds } = tally
  console.log(
    `${published} demo articles published, ${known} already there, ` +
      `${skipped.length} left out, in ${seconds.toFixed(1)} s`,
  )
  const token = await signInAsDemo(server.url, password)
  if (!(await becomesSearchable(server.url, token))) {
    console.log('The search does not show all of them yet.')
  }
  console.log(firstSteps(server.url, slug, password).join('\n'))
}
