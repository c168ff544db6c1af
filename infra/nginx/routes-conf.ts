import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readingMethods, routes } from '../gateway/routes.ts'

/** The committed file, which nginx.conf includes. */
export const routesConfPath = join(import.meta.dirname, 'routes.conf')

const beginning = `# Made of infra/gateway/routes.ts by \`npm run config:nginx\`: change that.
# $path is as sent, without the query; the first row that matches it decides.
`

/** THE table of the one origin as maps of nginx: $path → $route, and with the method → $side. */
export function routesConf(): string {
  const rows = routes.map(({ path, all }) => `"~${expressionOf(path)}" ${all ?? 'by_method'};`)
  const reading = `"~^by_method (${readingMethods.join('|')})$" read;`
  return [
    beginning,
    map('$path', '$route', rows),
    map('"$route $request_method"', '$side', [
      reading,
      '"~^by_method " write;',
      '"~^(read|write) " $1;',
    ]),
  ].join('\n')
}

const map = (from: string, to: string, rows: readonly string[]) =>
  `map ${from} ${to} {\n${rows.map((row) => `    ${row}\n`).join('')}    default "";\n}\n`

/** A row's path as a regular expression. */
function expressionOf(path: string): string {
  const open = path.endsWith('/*')
  const steps = (open ? path.slice(0, -2) : path).split('/')
  const closed = steps.map((step) =>
    step.startsWith(':') ? '[^/]+' : step.replaceAll('.', String.raw`\.`),
  )
  return `^${closed.join('/')}${open ? '(/.*)?' : ''}$`
}

if (import.meta.main) writeFileSync(routesConfPath, routesConf())
