import { chownSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serverArguments } from './elasticsearch-arguments.ts'
import { answersOk } from './probes.ts'
import type { ProcessSpec } from './server-process.ts'
import { versions } from './versions.ts'
import type { RunAs } from './privileges.ts'

export type ElasticsearchPlace = {
  java: string
  home: string
  folder: string
  port: number
  transportPort: number
  runAs: RunAs | undefined
}

const settings = ({ home, folder, port, transportPort }: ElasticsearchPlace) => ({
  'path.home': home,
  'cluster.name': 'broadsheet',
  'node.name': 'broadsheet',
  'path.data': join(folder, 'data'),
  'path.logs': join(folder, 'logs'),
  'network.host': '127.0.0.1',
  'http.port': String(port),
  'transport.port': String(transportPort),
  'discovery.type': 'single-node',
  'xpack.security.enabled': 'false',
  'cluster.routing.allocation.disk.threshold_enabled': 'false',
  'action.auto_create_index': 'false',
})

export function elasticsearchSpec(place: ElasticsearchPlace): ProcessSpec {
  const { java, home, folder, port, runAs } = place
  const config = join(folder, 'config')
  return {
    name: 'elasticsearch',
    after: [],
    command: java,
    args: jvmArguments(home, join(folder, 'tmp')),
    // The official launcher would stay as a second JVM that only waits; what it tells the server
    // goes to the server's standard input, and so can be told without it.
    input: serverArguments({ settings: settings(place), config, logs: join(folder, 'logs') }),
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', LIBFFI_TMPDIR: join(folder, 'tmp') },
    cwd: folder,
    runAs,
    prepare: async () => writeConfig(place, config),
    ready: elasticsearchReady(port),
    stopWithinMs: 20_000,
  }
}

/** Whether it has its shards, at a port of this machine. */
export const elasticsearchReady = (port: number) => (signal: AbortSignal) =>
  answersOk(`http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow`, signal)

function writeConfig(place: ElasticsearchPlace, config: string): void {
  const { home, folder, runAs } = place
  rmSync(join(folder, 'tmp'), { recursive: true, force: true })
  const folders = [folder, ...['config', 'data', 'logs', 'tmp'].map((name) => join(folder, name))]
  for (const path of folders) mkdirSync(path, { recursive: true })
  cpSync(join(home, 'config'), config, { recursive: true })
  writeFileSync(join(config, 'log4j2.properties'), log4jToStdout)
  if (runAs) for (const path of folders) chownSync(path, runAs.uid, runAs.gid)
}

export const log4jToStdout = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=[%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level=info
rootLogger.appenderRef.out.ref=out
`

/** What the official launcher passes for this version, with a small heap that is not touched ahead. */
export function jvmArguments(home: string, tmp: string): string[] {
  const bridge = join(home, 'lib/entitlement-bridge/elasticsearch-entitlement-bridge')
  const lucene = 'org.apache.lucene.core/org.apache.lucene'
  return [
    '-Xms256m',
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:MaxDirectMemorySize=192m',
    '-Xss1m',
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:-OmitStackTraceInFastThrow',
    '-Dfile.encoding=UTF-8',
    '-Djava.awt.headless=true',
    '-Djna.nosys=true',
    '-Djava.locale.providers=CLDR',
    '-Des.networkaddress.cache.ttl=60',
    '-Des.networkaddress.cache.negative.ttl=10',
    '-Dio.netty.noUnsafe=true',
    '-Dio.netty.noKeySetOptimization=true',
    '-Dio.netty.recycler.maxCapacityPerThread=0',
    '-Dio.netty.allocator.type=unpooled',
    `--add-opens=${lucene}.codecs.lucene99=org.elasticsearch.server`,
    `--add-opens=${lucene}.codecs.hnsw=org.elasticsearch.server`,
    `--add-opens=${lucene}.internal.vectorization=org.elasticsearch.server`,
    '-Dlog4j.shutdownHookEnabled=false',
    '-Dlog4j2.disable.jmx=true',
    '-Dlog4j2.formatMsgNoLookups=true',
    `-Des.path.home=${home}`,
    '-Des.distribution.type=zip',
    '-Des.java.type=ES_JAVA_HOME',
    '--enable-native-access=org.elasticsearch.nativeaccess,org.elasticsearch.foreign,org.apache.lucene.core',
    '--enable-native-access=ALL-UNNAMED',
    '-XX:+EnableDynamicAgentLoading',
    '-Djdk.attach.allowAttachSelf=true',
    `--patch-module=java.base=${bridge}-${versions.elasticsearch}.jar`,
    '--add-exports=java.base/org.elasticsearch.entitlement.bridge=org.elasticsearch.entitlement,java.logging,java.net.http,java.naming,jdk.net,jdk.zipfs,jdk.management.agent',
    `-Djava.io.tmpdir=${tmp}`,
    '-Dorg.apache.lucene.store.defaultReadAdvice=normal',
    '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    '--module-path',
    join(home, 'lib'),
    '--add-modules=jdk.net',
    '--add-modules=jdk.incubator.vector',
    '--add-modules=jdk.management.agent',
    '--add-modules=ALL-MODULE-PATH',
    '-m',
    'org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch',
  ]
}
