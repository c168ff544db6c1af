import type { Log } from '@broadsheet/platform/log'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fold } from './fold.ts'

/** The file that comes with the code. */
export const ownSynonyms = join(import.meta.dirname, 'synonyms.txt')

/** Other words for a word, by its folded form. */
export type Synonyms = ReadonlyMap<string, readonly string[]>

/** Groups of more or longer words than these are taken for a mistake. */
const mostInGroup = 12
const lookEveryMs = 2_000

/** A group to a line, its words separated by commas; what follows `#` is a remark. */
export function parseSynonyms(text: string): Synonyms {
  const synonyms = new Map<string, readonly string[]>()
  for (const line of text.split('\n')) {
    const group = line
      .replace(/#.*/, '')
      .split(',')
      .map((word) => fold(word.trim()))
      .filter((word) => word !== '')
      .slice(0, mostInGroup)
    for (const word of group) {
      const others = group.filter((other) => other !== word)
      synonyms.set(
        word,
        [...new Set([...(synonyms.get(word) ?? []), ...others])].slice(0, mostInGroup),
      )
    }
  }
  return synonyms
}

/**
 * The synonyms of a file as it is now: it is looked at again every two seconds. While it cannot be
 * read the last ones are used, at first none.
 */
export function openSynonyms(path: string, log: Log, clock: () => Date): () => Promise<Synonyms> {
  let synonyms: Synonyms = new Map()
  let readAt = ''
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock().getTime()
    if (now - lookedAt < lookEveryMs) return synonyms
    lookedAt = now
    try {
      const { mtimeMs, size, ino } = await stat(path)
      const state = `${mtimeMs} ${size} ${ino}`
      if (state === readAt) return synonyms
      synonyms = parseSynonyms(await readFile(path, 'utf8'))
      readAt = state
    } catch (error) {
      log.warn({ err: error, path }, 'the synonyms cannot be read')
    }
    return synonyms
  }
}
