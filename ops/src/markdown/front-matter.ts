import { isMap, parseDocument } from 'yaml'
import { Unusable } from '../publishing/source.ts'

/** Keys in lower case; every plain value is the text as written. */
export type FrontMatter = Map<string, unknown>

const opening = /^---[ \t]*\r?\n/
const closing = /^(?:---|\.\.\.)[ \t]*\r?$/m
const nothing = ['', '~', 'null']

/**
 * Parts a text into its front matter (YAML between lines of `---` at its very start) and the rest.
 * What stands between such lines but has no keys belongs to the text. Throws `Unusable` on bad YAML.
 */
export function splitFrontMatter(text: string): { fields: FrontMatter; body: string } {
  const start = opening.exec(text)?.[0].length ?? 0
  const end = start === 0 ? null : closing.exec(text.slice(start))
  if (end === null) return { fields: new Map(), body: text }
  const fields = parseFields(text.slice(start, start + end.index))
  if (fields === null) return { fields: new Map(), body: text }
  const rest = text.slice(start + end.index + end[0].length)
  return { fields, body: rest.replace(/^(?:[ \t]*\r?\n)+/, '') }
}

/** Null when it is YAML without keys, as a text between two rules may well be. */
function parseFields(yaml: string): FrontMatter | null {
  try {
    // Without YAML's own types 007, yes and 2024-01-02 stay what the author wrote.
    const document = parseDocument(yaml, { schema: 'failsafe', logLevel: 'silent' })
    if (document.errors[0]) throw document.errors[0]
    if (document.contents === null) return new Map()
    if (!isMap(document.contents)) return null
    const fields = Object.entries(document.toJS() as Record<string, unknown>)
    return new Map(
      fields
        .filter(([, value]) => !nothing.includes(value as string))
        .map(([key, value]) => [key.trim().toLowerCase(), value]),
    )
  } catch (error) {
    const [reason] = (error as Error).message.split('\n')
    throw new Unusable(`its front matter is not valid YAML: ${reason?.replace(/:$/, '')}`)
  }
}

/** The field's text, trimmed; undefined when it is absent or blank. Throws `Unusable` on a list. */
export function textField(fields: FrontMatter, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields.get(name)
    if (value === undefined) continue
    if (typeof value !== 'string') throw new Unusable(`${name}: must be text`)
    if (value.trim() !== '') return value.trim()
  }
  return undefined
}
