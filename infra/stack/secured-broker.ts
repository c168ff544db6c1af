import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findJdk } from './java.ts'
import { jvmOptions, kafkaReady, log4jToStdout, properties } from './kafka.ts'
import { portPicker } from './ports.ts'
import { provideServerFiles } from './server-files.ts'

const execute = promisify(execFile)
const startingMs = 60_000

type Ports = { clients: number; internal: number; controller: number }
export type User = { username: string; password: string }
export type SecuredBroker = {
  address: string
  /** The file with the certificate that clients are to trust. */
  authority: string
  stop: () => Promise<void>
}

/** For tests: a broker of its own that demands TLS and a user, whom it knows by every mechanism. */
export async function startSecuredBroker(user: User): Promise<SecuredBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-kafka-'))
  const jdk = await findJdk(() => true)
  const { kafkaLibs } = await provideServerFiles(jdk, AbortSignal.timeout(startingMs))
  const pick = portPicker([])
  const ports = { clients: await pick(), internal: await pick(), controller: await pick() }
  const authority = await makeCertificate(join(jdk.home, 'bin/keytool'), folder)
  const config = join(folder, 'server.properties')
  writeFileSync(config, properties(brokerProperties(folder, ports, user)))
  const log4j = join(folder, 'log4j2.properties')
  writeFileSync(log4j, log4jToStdout)
  const java = join(jdk.home, 'bin/java')
  const options = [...jvmOptions(256, log4j), '-cp', `${kafkaLibs}/*`]
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${user.username},password=${user.password}]`,
  ])
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'c2VjdXJlZC1icm9rZXItMQ', '-c', config]
  await execute(java, [...options, ...format, ...scram])
  const output = openSync(join(folder, 'log'), 'a')
  const broker = spawn(java, [...options, 'kafka.Kafka', config], {
    stdio: ['ignore', output, output],
  })
  await untilReady(kafkaReady(ports.internal), AbortSignal.timeout(startingMs))
  const stop = async () => {
    broker.kill('SIGKILL')
    if (broker.exitCode === null && broker.signalCode === null) await once(broker, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  return { address: `127.0.0.1:${ports.clients}`, authority, stop }
}

async function untilReady(ready: (signal: AbortSignal) => Promise<boolean>, giveUp: AbortSignal) {
  while (!(await ready(giveUp).catch(() => false))) await pause(100, undefined, { signal: giveUp })
}

async function makeCertificate(keytool: string, folder: string): Promise<string> {
  const authority = join(folder, 'authority.pem')
  const store = ['-alias', 'broker', '-keystore', join(folder, 'keys'), '-storepass', 'changeit']
  const about = ['-keyalg', 'EC', '-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1']
  await execute(keytool, ['-genkeypair', ...about, ...store])
  await execute(keytool, ['-exportcert', '-rfc', '-file', authority, ...store])
  return authority
}

function brokerProperties(folder: string, ports: Ports, { username, password }: User) {
  const logins = 'org.apache.kafka.common.security'
  const listener = 'listener.name.clients'
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': 'CLIENTS:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: Object.entries(ports)
      .map(([name, port]) => `${name.toUpperCase()}://127.0.0.1:${port}`)
      .join(','),
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'ssl.keystore.location': join(folder, 'keys'),
    'ssl.keystore.password': 'changeit',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${listener}.plain.sasl.jaas.config`]: `${logins}.plain.PlainLoginModule required user_${username}="${password}";`,
    [`${listener}.scram-sha-256.sasl.jaas.config`]: `${logins}.scram.ScramLoginModule required;`,
    [`${listener}.scram-sha-512.sasl.jaas.config`]: `${logins}.scram.ScramLoginModule required;`,
  }
}
