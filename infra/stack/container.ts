import { createWriteStream, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import {
  GenericContainer,
  getContainerRuntimeClient,
  StartupCheckStrategy,
  type StartedTestContainer,
} from 'testcontainers'
import type { Running } from './child-process.ts'
import { bytesOf, type ComposeService } from './compose-file.ts'

export type ContainerPlan = {
  service: ComposeService
  /** What others on the network call it. */
  alias: string
  network: string
  labels: Record<string, string>
  port: { container: number; host: number }
  /** Folders of this machine, by the path in the container. */
  folders: Record<string, string>
}

/** Starts one container that is removed when it ends; its output is appended to the file `log`. */
export async function startContainer(plan: ContainerPlan, log: string): Promise<Running> {
  const started = await new Server(plan).withLogConsumer((output) => appendTo(log, output)).start()
  const engine = (await getContainerRuntimeClient()).container.getById(started.getId())
  const { State } = await engine.inspect()
  // Whoever asks too late finds it gone, as wanted.
  const ended = engine.wait({ condition: 'removed' }).then(
    ({ StatusCode }) => `exit code ${StatusCode}`,
    () => 'it was gone',
  )
  const send = (signal: string) => void engine.kill({ signal }).catch(() => undefined)
  return {
    pid: isOurs(State.Pid, started) ? State.Pid : undefined,
    ended,
    signal: () => send(plan.service.stop_signal ?? 'SIGTERM'),
    kill: () => send('SIGKILL'),
  }
}

/** With a full disk the output is lost, but read on: else the server would wait for its reader. */
function appendTo(log: string, output: Readable): void {
  const file = createWriteStream(log, { flags: 'a' })
  file.on('error', () => output.unpipe(file).resume())
  output.on('error', () => file.end())
  output.pipe(file)
}

/** An engine in a virtual machine tells pids that are somebody else's here; others we may not signal. */
function isOurs(pid: number, container: StartedTestContainer): boolean {
  const file = `/proc/${pid}/cgroup`
  try {
    if (!readFileSync(file, 'utf8').includes(container.getId())) return false
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The supervisor asks the server itself, for as long as it takes. */
class AtOnce extends StartupCheckStrategy {
  override checkStartupState = async () => 'SUCCESS' as const
}

class Server extends GenericContainer {
  constructor({ service, alias, network, labels, port, folders }: ContainerPlan) {
    super(service.image)
    this.hostConfig.AutoRemove = true
    this.hostConfig.ReadonlyRootfs = service.read_only ?? false
    // Of the machine's addresses loopback alone.
    this.withExposedPorts(port)
    this.hostConfig.PortBindings = {
      [`${port.container}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(port.host) }],
    }
    // What is left after a kill -9 is ended by our own reaper and the next start: its image is one more to have.
    this.withAutoCleanup(false)
      .withWaitStrategy(new AtOnce())
      .withNetworkMode(network)
      .withNetworkAliases(alias)
      .withLabels(labels)
      .withEnvironment(service.environment ?? {})
      .withCommand(service.command ?? [])
      .withTmpFs(Object.fromEntries((service.tmpfs ?? []).map((path) => [path, 'rw'])))
      .withBindMounts(
        Object.entries(folders).map(([target, source]) => ({
          source,
          target,
          mode: 'rw' as const,
        })),
      )
    if (service.user) this.withUser(service.user)
    if (service.shm_size) this.withSharedMemorySize(bytesOf(service.shm_size))
  }
}
