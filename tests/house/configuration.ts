import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Variable = { name: string; form: string; default?: string; meaning: string }
type Exports = Record<string, unknown>

/** The page, in the folder of the documentation. */
export const configurationPath = join(import.meta.dirname, '../../docs/configuration.md')

const beginning = `# Configuration

Everything is read from environment variables, once, at the start. A process that cannot use what it is given says all that is wrong with it, never a secret, and ends. \`npm run config:docs\` writes this page from the code.
`

/** Where a program says what it reads. */
const launcher = { module: 'infra/stack/settings', name: 'launcherVariables' }
const gateway = { module: 'infra/gateway/settings', name: 'gatewayVariables' }
/** The same for those that read it with a schema. */
const rooms = [
  { room: 'write-api', name: 'writeApiConfig' },
  { room: 'read-api', name: 'readApiConfig' },
  { room: 'projector', name: 'projectorConfig' },
  { room: 'connectors', name: 'connectorsConfig' },
]

/** By a name put together here: this page alone may look into every room. */
const exportsOf = (module: string) => import(`@broadsheet/${module}`) as Promise<Exports>

/** The schemas of the rooms' configurations, by room. */
export async function configurationSchemas(): Promise<Map<string, unknown>> {
  const found = rooms.map(
    async ({ room, name }) => [room, (await exportsOf(`${room}/config`))[name]] as const,
  )
  return new Map(await Promise.all(found))
}

/** What the page has to say, as the code is. */
export async function configurationPage(): Promise<string> {
  const { variablesOf } = (await exportsOf('platform/config-variables')) as {
    variablesOf: (schema: unknown) => Variable[]
  }
  const settings = await exportsOf(launcher.module)
  const passedOn = [...(settings['passedOnNames'] as string[]), 'CORS_ORIGINS']
  const schemas = [...(await configurationSchemas())]
  return [
    beginning,
    section('npm start', settings[launcher.name] as Variable[]),
    `What it does not name here it chooses itself: ports, URLs and secrets. It passes on to the APIs, when it is told them: ${passedOn.map(quoted).join(', ')}.\n`,
    section('gateway', (await exportsOf(gateway.module))[gateway.name] as Variable[]),
    ...schemas.map(([room, schema]) => section(room, variablesOf(schema))),
  ].join('\n')
}

function section(title: string, variables: readonly Variable[]): string {
  const rows = variables.map((one) =>
    [
      quoted(one.name),
      one.form,
      one.default === undefined ? '**needed**' : quoted(one.default),
      one.meaning,
    ].join(' | '),
  )
  const lines = ['name | type | default | meaning', '--- | --- | --- | ---', ...rows]
  return `## ${title}\n\n${lines.map((line) => `| ${line} |`).join('\n')}\n`
}

const quoted = (text: string) => `\`${text}\``

if (import.meta.main) writeFileSync(configurationPath, await configurationPage())
