import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judged } from './ranking-measures.ts'

/** An article of the corpus; `name` is its file's, without `.md`. */
export type CorpusArticle = {
  name: string
  title: string
  description: string
  body: string
  tags: string[]
  createdAt: string
  author: string
  language: string
}

export const kinds = [
  'keyword',
  'stem',
  'typo',
  'phrase',
  'prefix',
  'two-subject',
  'exclusion',
  'accent',
  'tag',
  'exact',
  'recency',
  'question',
] as const
export const languages = ['en', 'ru', 'mixed'] as const

/** A query as it is typed, and what each article that is about it is worth. */
export type JudgedQuery = {
  q: string
  kind: (typeof kinds)[number]
  language: (typeof languages)[number]
  judged: Judged
}

const folder = join(import.meta.dirname, 'corpus')

/** The articles in the order of their names. */
export function readCorpus(): CorpusArticle[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => articleOf(file, readFileSync(join(folder, file), 'utf8')))
}

export function readQueries(): JudgedQuery[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'queries.json'), 'utf8'))
}

/** Front matter as the corpus has it: a line for each key, its value plain, quoted or `[a, b]`. */
function articleOf(file: string, text: string): CorpusArticle {
  const [, front, body] = /^---\n(.*?)\n---\n\n(.*)$/s.exec(text) ?? []
  if (front === undefined || body === undefined) throw new Error(`${file} has no front matter`)
  const lines = front.split('\n').map((line) => /^(\w+): (.+)$/.exec(line))
  const values = new Map(lines.map((line) => [line?.[1], line?.[2]]))
  const value = (key: string) => {
    const written = values.get(key)
    if (written === undefined) throw new Error(`${file} has no ${key}`)
    return written.replace(/^(['"[])(.*)['"\]]$/, '$2')
  }
  return {
    name: file.replace(/\.md$/, ''),
    title: value('title'),
    description: value('description'),
    body,
    tags: value('tags').split(', '),
    createdAt: value('createdAt'),
    author: value('author'),
    language: value('language'),
  }
}
