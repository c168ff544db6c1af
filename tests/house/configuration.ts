import { connectorsConfig } from '@broadsheet/connectors/config'
import { gatewayVariables } from '@broadsheet/infra/gateway/settings'
import {
  externalVariables,
  launcherVariables,
  passedOnNames,
} from '@broadsheet/infra/stack/settings'
import { variablesOf } from '@broadsheet/platform/config-variables'
import { projectorConfig } from '@broadsheet/projector/config'
import { readApiConfig } from '@broadsheet/read-api/config'
import { writeApiConfig } from '@broadsheet/write-api/config'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Variable = { name: string; form: string; default?: string | undefined; meaning: string }

/** The page, in the folder of the documentation. */
export const configurationPath = join(import.meta.dirname, '../../docs/configuration.md')

const beginning = `# Configuration

Everything is read from environment variables, once, at the start. A process that cannot use what it is given says all that is wrong with it, never a secret, and ends. \`npm run config:docs\` writes this page from the code.
`

/** The schemas of the rooms' configurations, by room. */
export const configurationSchemas = {
  'write-api': writeApiConfig,
  'read-api': readApiConfig,
  projector: projectorConfig,
  connectors: connectorsConfig,
}

/** What the page has to say, as the code is. */
export function configurationPage(): string {
  const passedOn = [...passedOnNames, 'CORS_ORIGINS']
  return [
    beginning,
    section('npm start', launcherVariables),
    `What it does not name here it chooses itself: ports, URLs and secrets. It passes on to the APIs, when it is told them: ${passedOn.map(quoted).join(', ')}.\n`,
    'With `STACK=external` it is told where the servers are:\n',
    table(externalVariables),
    section('gateway', gatewayVariables),
    ...Object.entries(configurationSchemas).map(([room, schema]) =>
      section(room, variablesOf(schema)),
    ),
  ].join('\n')
}

const section = (title: string, variables: readonly Variable[]) =>
  `## ${title}\n\n${table(variables)}`

function table(variables: readonly Variable[]): string {
  const rows = variables.map((one) =>
    [
      quoted(one.name),
      one.form,
      one.default === undefined ? '**needed**' : quoted(one.default),
      one.meaning,
    ].join(' | '),
  )
  const lines = ['name | type | default | meaning', '--- | --- | --- | ---', ...rows]
  return `${lines.map((line) => `| ${line} |`).join('\n')}\n`
}

const quoted = (text: string) => `\`${text}\``

if (import.meta.main) writeFileSync(configurationPath, configurationPage())
