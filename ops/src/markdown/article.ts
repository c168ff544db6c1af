import { limits } from '@broadsheet/contracts/article'
import { posix } from 'node:path'
import { Unusable, type Prepared } from '../publishing/source.ts'
import { parseDate } from './dates.ts'
import { splitFrontMatter, textField, type FrontMatter } from './front-matter.ts'
import { outlineOf } from './outline.ts'
import { tagListOf } from './tag-list.ts'

/** What a file's own words may replace, but for its path. */
export type Defaults = { importPath: string; author: string; modifiedAt: Date }

/**
 * The article of a Markdown text. Only the description is ever cut to what an article may hold, and
 * only when it is the text's first paragraph; the rest the write API judges. Throws `Unusable`.
 */
export function articleOf(text: string, defaults: Defaults): Prepared {
  if (text.trim() === '') throw new Unusable('is empty')
  const { fields, body } = splitFrontMatter(text)
  const { heading, paragraph } = outlineOf(body)
  const title = textField(fields, 'title') ?? heading ?? nameOf(defaults.importPath)
  const description = textField(fields, 'description', 'summary', 'excerpt')
  const { tags, notes } = tagListOf(fields.get('tags'))
  const { author, rest } = authorOf(fields)
  return {
    article: {
      title,
      description: description ?? cut(paragraph ?? title, limits.description),
      body,
      tagList: tags,
      status: isDraft(fields) ? 'draft' : 'published',
      createdAt: (dateOf(fields) ?? defaults.modifiedAt).toISOString(),
      author: author ?? defaults.author,
      importPath: defaults.importPath,
    },
    notes: [...notes, ...rest.map((name) => `author "${name}" was left out: there is one only`)],
  }
}

/** At most `max` characters (code points), the last one then being an ellipsis. */
export function cut(text: string, max: number): string {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}

function nameOf(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, '')
}

function dateOf(fields: FrontMatter): Date | undefined {
  const text = textField(fields, 'date', 'created')
  if (text === undefined) return undefined
  const date = parseDate(text)
  if (date === null) throw new Unusable(`date: "${text}" is not a date`)
  return date
}

const yes = ['true', 'yes', 'on', '1']
const no = ['false', 'no', 'off', '0']

/** Rather skipped than published by mistake, when it cannot be told. */
function isDraft(fields: FrontMatter): boolean {
  const text = textField(fields, 'draft')?.toLowerCase()
  if (text === undefined || no.includes(text)) return false
  if (!yes.includes(text)) throw new Unusable(`draft: "${text}" is neither true nor false`)
  return true
}

/** A name, a list of names, or one with `name` in it. */
function authorOf(fields: FrontMatter): { author: string | undefined; rest: string[] } {
  const value = fields.get('author')
  const names = (Array.isArray(value) ? value : [value])
    .map((it) => (it as { name?: unknown } | undefined)?.name ?? it)
    .filter((it) => it !== undefined && it !== '')
  if (names.some((it) => typeof it !== 'string')) throw new Unusable('author: must be a name')
  const [author, ...rest] = (names as string[]).map((name) => name.trim())
  return { author: author || undefined, rest }
}
