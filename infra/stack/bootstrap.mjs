// Runs on the Node that is there (18 or newer) with nothing installed yet, so it imports only
// built-in modules and stays plain JavaScript.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const neededMajor = 24
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Installs what the lock file names when that is not what is installed, then runs `target` under
 * Node 24. The exit code is the target's; signals are passed on to it.
 * @param {URL} target
 * @param {string[]} [args]
 */
export async function bootstrap(target, args = process.argv.slice(2)) {
  if (!isInstalled()) await install()
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
    process.argv = [process.execPath, fileURLToPath(target), ...args]
    await import(target.href)
    return
  }
  const node = `${root}node_modules/.bin/node`
  if (!existsSync(node)) {
    console.error(
      `Node ${neededMajor} or newer is needed: this is ${process.version}, and npm has no Node ` +
        `${neededMajor} for ${process.platform}-${process.arch}. Install it and start again.`,
    )
    process.exit(1)
  }
  // The ipc channel tells the target when this process is gone, even by kill -9.
  process.exit(await run(node, [fileURLToPath(target), ...args], ['ipc']))
}

/** Compares contents, not times: a checkout gives every file the time of the checkout. */
function isInstalled() {
  const wanted = packagesOf(`${root}package-lock.json`)
  const present = packagesOf(`${root}node_modules/.package-lock.json`)
  if (!present) return false
  return Object.entries(wanted ?? {}).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') || link) return true
    return present[path] ? present[path].version === version : optional === true
  })
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function install() {
  const release = await takeInstallLock()
  try {
    if (isInstalled()) return
    console.log('installing packages (npm ci)')
    const code = await run('npm', ['ci', '--no-audit', '--no-fund'], [])
    if (code !== 0) {
      console.error('npm ci failed; see its messages above')
      process.exit(code)
    }
  } finally {
    release()
  }
}

async function takeInstallLock() {
  const lock = `${root}.installing`
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isAbandoned(lock)) rmSync(lock, { force: true })
      else await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

function isAbandoned(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 15 * 60_000) return true
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Resolves with the exit code; a child that a passed-on signal ended counts as 0. */
function run(command, args, moreStdio) {
  return new Promise((resolve, reject) => {
    const stdio = ['inherit', 'inherit', 'inherit', ...moreStdio]
    const child = spawn(command, args, { stdio, cwd: process.cwd() })
    let told = false
    const passOn = (signal) => {
      told = true
      child.kill(signal)
    }
    for (const signal of signals) process.on(signal, passOn)
    child.once('error', reject)
    child.once('exit', (code) => {
      for (const signal of signals) process.off(signal, passOn)
      resolve(code ?? (told ? 0 : 1))
    })
  })
}
