import { join } from 'node:path'
import { obstacle } from './account.ts'
import { cacheFolder } from './cache.ts'
import { importDemo, wantDemo } from './demo.ts'
import { demandSpace } from './disk.ts'
import { tryLock } from './file-lock.ts'
import { findJdk } from './java.ts'
import { planOwnProcesses } from './own-processes.ts'
import { demandPort, portPicker } from './ports.ts'
import { chooseRunAs } from './privileges.ts'
import { progress, Refusal } from './progress.ts'
import { endLeftovers } from './run-record.ts'
import { hasSecrets, loadSecrets, type Secrets } from './secrets.ts'
import { provideServerFiles } from './server-files.ts'
import { planContainers } from './container-servers.ts'
import { planEmbedded, type ServerPlan } from './servers.ts'
import type { Settings } from './settings.ts'
import { removeStackFile } from './stack-file.ts'
import { runSupervised } from './supervised-run.ts'

/** Runs the whole system until it is told to stop; resolves with the exit code. */
export async function runLauncher(settings: Settings): Promise<number> {
  const { dataDir } = settings
  const lock = tryLock(join(dataDir, 'lock'))
  if (!('release' in lock)) {
    throw new Refusal(
      `${dataDir} is in use by another start (pid ${lock.pid}): stop it first, or choose another ` +
        'folder with DATA_DIR=…',
    )
  }
  const stop = stopRequest()
  try {
    return await run(settings, stop)
  } catch (error) {
    if (stop.aborted) return 0
    throw error
  } finally {
    lock.release()
  }
}

/** Aborted by the first signal, or when the process that started this one is gone. */
function stopRequest(): AbortSignal {
  const stop = new AbortController()
  const begin = (why: string) => {
    if (stop.signal.aborted) return
    progress(`stopping (${why})`)
    stop.abort(new Error(`told to stop by ${why}`))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, begin)
  if (process.channel) process.once('disconnect', () => begin('the end of its parent'))
  return stop.signal
}

async function run(settings: Settings, stop: AbortSignal): Promise<number> {
  const { dataDir } = settings
  removeStackFile(dataDir)
  await endLeftovers(dataDir, progress)
  const pickPort = portPicker([settings.port])
  const gatewayPort = settings.port || (await pickPort())
  await demandPort(gatewayPort)
  await demandSpace(dataDir, 1024, 'the data folder')
  const isNew = !hasSecrets(dataDir)
  const secrets = loadSecrets(dataDir)
  if (isNew && settings.demo && !settings.serversOnly) wantDemo(dataDir)
  const servers = await planServers(settings, { dataDir, secrets, pickPort }, stop)
  const own = settings.serversOnly
    ? { specs: [], gateway: '', writeApi: [], readApi: [] }
    : await planOwnProcesses({
        settings,
        gatewayPort,
        urls: servers.urls,
        servers: servers.specs.map(({ name }) => name),
        secrets,
        pickPort,
      })
  const run = runSupervised([...servers.specs, ...own.specs], {
    dataDir,
    stop,
    watch: settings.watch,
    describe: (processes) => {
      const { gateway, writeApi, readApi } = own
      return { gateway, writeApi, readApi, ...servers.urls, dataDir, processes }
    },
    whenReady: async () => {
      console.log(settings.serversOnly ? 'servers ready' : `ready ${own.gateway}`)
      if (settings.demo) await importDemo({ dataDir, gateway: own.gateway, secrets, stop })
    },
  })
  await run.finally(servers.discard)
  return 0
}

/** The six servers, however they are run; those of `external` run already. */
async function planServers(
  { stack, external }: Settings,
  {
    dataDir,
    secrets,
    pickPort,
  }: { dataDir: string; secrets: Secrets; pickPort: () => Promise<number> },
  stop: AbortSignal,
): Promise<ServerPlan> {
  if (stack === 'external') return { urls: external, specs: [] }
  if (stack === 'containers') return planContainers({ dataDir, secrets, pickPort })
  const { runAs, jdk } = await preconditions(dataDir)
  const files = await provideServerFiles(jdk, stop)
  stop.throwIfAborted()
  return planEmbedded({ dataDir, files, jdk, secrets, runAs, pickPort })
}

async function preconditions(dataDir: string) {
  const runAs = await chooseRunAs([
    { path: dataDir, remedy: 'choose another folder with DATA_DIR=…' },
    { path: cacheFolder(), remedy: 'choose another cache with XDG_CACHE_HOME=…' },
  ])
  const jdk = await findJdk((home) => !runAs || runAs.entersAll || !obstacle(home, runAs))
  return { runAs, jdk }
}
