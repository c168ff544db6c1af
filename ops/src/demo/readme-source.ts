import { limits } from '@broadsheet/contracts/article'
import { createHash } from 'node:crypto'
import { cut } from '../markdown/article.ts'
import { outlineOf } from '../markdown/outline.ts'
import { readText } from '../markdown/source.ts'
import { tagListOf } from '../markdown/tag-list.ts'
import { Unusable, type Prepared, type Source } from '../publishing/source.ts'
import { demoAuthor } from './demo-author.ts'
import type { InstalledPackage } from './installed-packages.ts'
import { usernameOf } from './username.ts'

const spreadSeconds = 365 * 24 * 3600

/** A package's README as an article of the year before `until`. */
export function readmeSource(it: InstalledPackage, until: Date): Source {
  const path = `demo/packages/${it.name}/README.md`
  return { path, read: () => prepare(it, path, until) }
}

async function prepare(it: InstalledPackage, importPath: string, until: Date): Promise<Prepared> {
  const { text } = await readText(it.readmePath)
  if (text.trim() === '') throw new Unusable('is empty')
  const description = it.description?.trim() || outlineOf(text).paragraph || it.name
  return {
    article: {
      title: it.name,
      description: cut(description, limits.description),
      body: text,
      tagList: tagListOf(it.keywords).tags,
      createdAt: dateOf(it.name, until).toISOString(),
      author: authorOf(it),
      importPath,
    },
    notes: [],
  }
}

/** npm dates every file alike; a name's own day stays the same however often it is imported. */
function dateOf(name: string, until: Date): Date {
  const number = createHash('sha256').update(name).digest().readUInt32BE()
  return new Date(until.getTime() - (1 + (number % spreadSeconds)) * 1000)
}

/** `Jane Doe <jane@example.com> (https://…)` is how npm writes a person. */
function authorOf({ author, maintainers = [], contributors = [] }: InstalledPackage): string {
  const person = author ?? maintainers[0] ?? contributors[0] ?? ''
  return usernameOf(person.replace(/[<(].*$/s, '').trim()) ?? demoAuthor.username
}
