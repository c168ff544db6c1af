import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Unusable, type Source } from '../publishing/source.ts'
import { articleOf, type Defaults } from './article.ts'
import { codeOf } from './find-files.ts'

/** More than the longest article in 4-byte characters, with as much again for its front matter. */
const maxBytes = 4 * 1024 * 1024

/** A Markdown file as the source of an article. */
export function markdownSource(
  folder: string,
  path: string,
  { author, prefix }: Pick<Defaults, 'author'> & { prefix: string },
): Source {
  const importPath = prefix === '' ? path : `${prefix.replace(/\/+$/, '')}/${path}`
  const read = async () => {
    const { text, modifiedAt } = await readText(join(folder, path))
    return articleOf(text, { importPath, author, modifiedAt })
  }
  return { path, read }
}

/** Throws `Unusable` when a file is not text that an article could be. */
export async function readText(path: string): Promise<{ text: string; modifiedAt: Date }> {
  try {
    const { mtime, size } = await regularFile(path)
    if (size > maxBytes) throw new Unusable(`is larger than ${maxBytes / 1024 / 1024} MiB`)
    return { text: decode(await readFile(path)), modifiedAt: mtime }
  } catch (error) {
    if (error instanceof Unusable) throw error
    throw new Unusable(`cannot be read (${codeOf(error)})`)
  }
}

/** Opening a pipe would wait for ever for somebody to write to it. */
async function regularFile(path: string) {
  const file = await stat(path)
  if (!file.isFile()) throw new Unusable('is not a regular file')
  return file
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unusable('is not UTF-8 text')
  }
}
