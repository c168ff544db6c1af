import { versions } from './versions.ts'

export type Artifact = {
  groupId: string
  artifactId: string
  version: string
  type?: string
  classifier?: string
}

/** Archives that are unpacked or searched by us, by the file name they are staged under. */
export const archives = {
  'debezium.tar.gz': {
    groupId: 'io.debezium',
    artifactId: 'debezium-connector-postgres',
    version: versions.debezium,
    type: 'tar.gz',
    classifier: 'plugin',
  },
  'elasticsearch.zip': {
    groupId: 'org.elasticsearch.distribution.integ-test-zip',
    artifactId: 'elasticsearch',
    version: versions.elasticsearch,
    type: 'zip',
  },
  'embedded-redis.jar': {
    groupId: 'com.github.codemonstur',
    artifactId: 'embedded-redis',
    version: versions.embeddedRedis,
  },
} satisfies Record<string, Artifact>

export type ArchiveName = keyof typeof archives

const { kafka, slf4j, log4j } = versions

/** Kafka logs through slf4j 1.7, and log4j-slf4j-impl is the log4j binding of that line. */
const kafkaJars: Artifact[] = [
  { groupId: 'org.apache.kafka', artifactId: `kafka_${versions.scala}`, version: kafka },
  { groupId: 'org.apache.kafka', artifactId: 'connect-runtime', version: kafka },
  { groupId: 'org.apache.kafka', artifactId: 'connect-json', version: kafka },
  { groupId: 'org.slf4j', artifactId: 'slf4j-api', version: slf4j },
  { groupId: 'org.apache.logging.log4j', artifactId: 'log4j-slf4j-impl', version: log4j },
  { groupId: 'org.apache.logging.log4j', artifactId: 'log4j-core', version: log4j },
]

const element = (name: string, content: string) => `<${name}>${content}</${name}>`

const coordinates = (artifact: Artifact) =>
  Object.entries(artifact)
    .map(([name, value]) => element(name, value))
    .join('')

const archiveItem = ([file, artifact]: [string, Artifact]) =>
  element('artifactItem', coordinates(artifact) + element('destFileName', file))

const execution = (goal: string, configuration: string) =>
  element(
    'execution',
    element('id', goal) +
      element('phase', 'package') +
      element('goals', element('goal', goal)) +
      element('configuration', configuration),
  )

/** A Maven project that stages the named archives, and Kafka's jars in `libs`, under `stage`. */
export function pom(stage: string, wanted: { archives: ArchiveName[]; kafka: boolean }): string {
  const items = wanted.archives.map((name) => archiveItem([name, archives[name]])).join('')
  const executions =
    (wanted.kafka
      ? execution('copy-dependencies', element('outputDirectory', `${stage}/libs`))
      : '') +
    (items
      ? execution('copy', element('outputDirectory', stage) + element('artifactItems', items))
      : '')
  const plugin =
    coordinates({
      groupId: 'org.apache.maven.plugins',
      artifactId: 'maven-dependency-plugin',
      version: versions.dependencyPlugin,
    }) + element('executions', executions)
  return element(
    'project',
    element('modelVersion', '4.0.0') +
      coordinates({ groupId: 'broadsheet', artifactId: 'servers', version: '1' }) +
      element('packaging', 'pom') +
      element(
        'dependencies',
        kafkaJars.map((jar) => element('dependency', coordinates(jar))).join(''),
      ) +
      element('build', element('plugins', element('plugin', plugin))),
  )
}
