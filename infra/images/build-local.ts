import { execFile, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../stack/cache.ts'
import { findJdk } from '../stack/java.ts'
import { repository } from '../stack/own-processes.ts'
import { progress, Refusal } from '../stack/progress.ts'
import { provideServerFiles } from '../stack/server-files.ts'
import { imageOf, type ImageName } from './images.ts'

// Images under the official names, for machines that can pull none: docs/containers.md.

const execute = promisify(execFile)
const base = 'broadsheet-local-base'
const servers = 'broadsheet-local-servers'
/** Tells ours from the official ones. */
const label = 'broadsheet.local'
const packages = [
  'ca-certificates',
  'curl',
  'libnginx-mod-stream',
  'nginx-light',
  'postgresql-client',
  'redis-server',
  'wget',
]

try {
  await execute('docker', ['version']).catch(() => {
    throw new Refusal('no Docker engine answers: install docker.io and start dockerd')
  })
  const wanted = Object.entries(entries()).map(([name, lines]) => ({
    tag: imageOf(name as ImageName),
    lines,
  }))
  const official = await Promise.all(wanted.map(({ tag }) => isOfficial(tag)))
  const missing = wanted.filter((_, at) => !official[at])
  if (missing.length > 0) {
    if (!(await exists(base))) await buildBase()
    await buildServers()
  }
  for (const { tag, lines } of missing) {
    progress(`tagging ${tag}`)
    await build(tag, '-', [`FROM ${servers}`, `LABEL ${label}=1`, ...lines].join('\n'))
  }
  progress(`building ${imageOf('broadsheet')}`)
  // By the host's network: what reaches the registry of npm here may do so there.
  const node = `NODE_IMAGE=${imageOf('node')}`
  const own = ['--network', 'host', '--build-arg', node]
  await build(imageOf('broadsheet'), repository, undefined, own)
  progress('all images are there')
} catch (error) {
  console.error(error instanceof Refusal ? `cannot build: ${error.message}` : error)
  process.exit(1)
}

/** What makes an official name of the one image. */
function entries(): Partial<Record<ImageName, string[]>> {
  const entry = (server: string) =>
    `ENTRYPOINT ["node", "/opt/broadsheet/infra/images/local-entry.ts", "${server}"]`
  return {
    postgres: ['USER 999:999', 'STOPSIGNAL SIGINT', entry('postgres')],
    kafka: ['USER 1000:1000', entry('kafka')],
    connect: ['USER 1001:1001', entry('connect')],
    elasticsearch: ['USER 1000:0', entry('elasticsearch')],
    clickhouse: ['USER 101:101', entry('clickhouse')],
    redis: ['WORKDIR /data', 'CMD ["redis-server"]'],
    nginx: ['CMD ["nginx", "-g", "daemon off;"]'],
    node: ['ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/authorities.crt', 'CMD ["node"]'],
  }
}

/** Whether an image of that name is there that we have not made: others may need it, and it is better. */
async function isOfficial(tag: string): Promise<boolean> {
  const format = `{{index .Config.Labels "${label}"}}`
  return execute('docker', ['image', 'inspect', '--format', format, tag]).then(
    ({ stdout }) => stdout.trim() !== '1',
    () => false,
  )
}

async function exists(image: string): Promise<boolean> {
  return execute('docker', ['image', 'inspect', image]).then(
    () => true,
    () => false,
  )
}

async function buildBase(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Refusal('debootstrap makes the base, and needs root')
  progress('making the base by debootstrap')
  const root = mkdtempSync(join(tmpdir(), 'broadsheet-base-'))
  try {
    const include = `--include=${packages.join(',')}`
    await run('debootstrap', ['--variant=minbase', include, 'bookworm', root])
    for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc']) {
      rmSync(join(root, folder), { recursive: true, force: true })
    }
    await run('sh', ['-c', `tar -C "$1" -c . | docker import - ${base}`, 'sh', root])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function buildServers(): Promise<void> {
  const jdk = await findJdk(() => true)
  const files = await provideServerFiles(jdk, new AbortController().signal)
  progress('building the image of all servers')
  mkdirSync(cacheFolder(), { recursive: true })
  const context = mkdtempSync(join(cacheFolder(), 'images-'))
  const copy = (from: string, to: string) =>
    cpSync(from, join(context, to), { recursive: true, verbatimSymlinks: true })
  try {
    copy(join(import.meta.dirname, 'local.Dockerfile'), 'Dockerfile')
    copy(process.execPath, 'node')
    copy(npmFolder(), 'npm')
    // Behind a proxy that signs for others npm needs its authority in there as well.
    const authorities = process.env.NODE_EXTRA_CA_CERTS
    writeFileSync(join(context, 'authorities.crt'), authorities ? readFileSync(authorities) : '')
    copy(jdk.home, 'jdk')
    copy(files.kafkaLibs, 'kafka')
    copy(files.connectPlugins, 'connect')
    copy(files.postgres, 'postgres')
    copy(files.elasticsearch, 'elasticsearch')
    copy(join(repository, 'infra'), 'broadsheet/infra')
    for (const name of ['chdb', '@chdb', '@clickhouse/client-common', 'node-gyp-build']) {
      copy(join(repository, 'node_modules', name), join('broadsheet/node_modules', name))
    }
    await build(servers, context)
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

/** npm's own folder, by what it tells the scripts that it runs. */
function npmFolder(): string {
  const cli = process.env.npm_execpath
  if (!cli || !existsSync(cli)) throw new Refusal('run it as `npm run images:local`')
  return dirname(dirname(cli))
}

/** By the classic builder, which every engine has. */
async function build(tag: string, context: string, dockerfile?: string, more: string[] = []) {
  await run('docker', ['build', '--quiet', '--tag', tag, ...more, context], dockerfile)
}

function run(command: string, args: string[], input?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DOCKER_BUILDKIT: '0' }
    const child = spawn(command, args, { stdio: ['pipe', 'inherit', 'inherit'], env })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Refusal(`${command} ${args[0]} ended with ${code}`)),
    )
  })
}
