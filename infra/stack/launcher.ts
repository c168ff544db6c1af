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
import { hasSecrets, loadSecrets } from './secrets.ts'
import { provideServerFiles } from './server-files.ts'
import { planServers } from './servers.ts'
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
  const { runAs, jdk } = await preconditions(dataDir)
  const files = await provideServerFiles(jdk, stop)
  stop.throwIfAborted()
  const isNew = !hasSecrets(dataDir)
  const secrets = loadSecrets(dataDir)
  if (isNew && settings.demo && !settings.serversOnly) wantDemo(dataDir)
  const servers = await planServers({ dataDir, files, jdk, secrets, runAs, pickPort })
  const own = settings.serversOnly
    ? { specs: [], gateway: '', writeApi: [], readApi: [] }
    : await planOwnProcesses({ settings, gatewayPort, urls: servers.urls, secrets, pickPort })
  await runSupervised([...servers.specs, ...own.specs], {
    dataDir,
    stop,
    watch: settings.watch,
    describe: (processes) => {
      const { gateway, writeApi, readApi } = own
      return { gateway, writeApi, readApi, ...servers.urls, processes }
    },
    whenReady: async () => {
      console.log(settings.serversOnly ? 'servers ready' : `ready ${own.gateway}`)
      if (settings.demo) await importDemo({ dataDir, gateway: own.gateway, secrets, stop })
    },
  })
  return 0
}

async function preconditions(dataDir: string) {
  const runAs = await chooseRunAs([
    { path: dataDir, remedy: 'choose another folder with DATA_DIR=…' },
    { path: cacheFolder(), remedy: 'choose another cache with XDG_CACHE_HOME=…' },
  ])
  const jdk = await findJdk((home) => !runAs || runAs.entersAll || !obstacle(home, runAs))
  return { runAs, jdk }
}
