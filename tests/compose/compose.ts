import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../process.ts'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** One project of docker-compose.yml, with secrets, a port and a name of its own. */
export async function newProject() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-compose-'))
  const project = `broadsheet-${randomUUID().slice(0, 8)}`
  const environment = join(folder, '.env')
  const port = await freePort()
  const newSecrets = () => execute('sh', [join(root, 'infra/compose/secrets.sh'), environment])
  await newSecrets()
  // By this machine's network, whatever reaches the registry of npm here does so in the build.
  appendFileSync(environment, `PORT=${port}\nRATE_LIMITS=off\nBUILD_NETWORK=host\n`)
  const compose = async (...args: string[]) => {
    const how = ['compose', '--project-name', project, '--env-file', environment]
    const { stdout } = await execute('docker', [...how, ...args], { cwd: root })
    return stdout
  }
  const inspect = async (service: string, format: string) => {
    const { stdout: id } = await execute('docker', ['ps', '-aqf', `name=^${project}-${service}-1$`])
    const { stdout } = await execute('docker', ['inspect', '-f', format, id.trim()])
    return stdout.trim()
  }
  return {
    secrets: environment,
    newSecrets,
    /** Our image, of the code as it is now. */
    build: () => compose('build', '--quiet'),
    gateway: `http://127.0.0.1:${port}`,
    services: async () => (await compose('config', '--services')).trim().split('\n'),
    up: () => compose('up', '--detach', '--no-build', '--wait', '--wait-timeout', '600'),
    down: () => compose('down'),
    containers: async () => (await compose('ps', '--all', '--quiet')).split('\n').filter(Boolean),
    /** The pid of its first process, as this machine has it; 0 while there is none. */
    pid: async (service: string) => Number(await inspect(service, '{{.State.Pid}}')),
    health: (service: string) => inspect(service, '{{.State.Health.Status}}'),
    remove: async () => {
      await compose('down', '--volumes')
      const { stdout } = await execute('docker', ['ps', '-aqf', `name=^${project}-`])
      if (stdout !== '') throw new Error(`${project} left containers behind: ${stdout}`)
      rmSync(folder, { recursive: true })
    },
  }
}
