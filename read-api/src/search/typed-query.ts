import { fold } from './fold.ts'
import { mayBeLeftOut } from './small-words.ts'

/** A word that was typed, as it was and as the index has it. */
export type TypedWord = { text: string; folded: string; isNeeded: boolean }

/**
 * What a reader typed, taken apart. `isOpen`: the last word may not be typed to its end.
 * `isBlank`: nothing was typed; something without a word in it is not blank, and finds nothing.
 */
export type TypedQuery = {
  words: TypedWord[]
  phrases: string[]
  excluded: string[]
  isOpen: boolean
  isBlank: boolean
}

/** More of a kind than this are not looked at: a query costs what it has words. */
export const most = { words: 16, phrases: 4, excluded: 8, wordLength: 80 }

const part = /(?<minus>(?<=^|\s)-)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))/gu
const hasWord = /[\p{L}\p{N}\p{Extended_Pictographic}]/u
const edges =
  /^[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+|[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}+#]+$/gu

/**
 * Quotes make phrases, `-` before a word or a phrase takes away what has it; all else is words. Nothing
 * is wrong: a quote that is not closed is none.
 */
export function parseTyped(typed: string): TypedQuery {
  const query: TypedQuery = {
    words: [],
    phrases: [],
    excluded: [],
    isOpen: false,
    isBlank: typed.trim() === '',
  }
  for (const { groups = {} } of typed
    .normalize('NFC')
    .replace(/[“”„«»]/g, '"')
    .matchAll(part)) {
    addPart(query, groups['minus'] !== undefined, groups['phrase'], groups['word'] ?? '')
  }
  if (!query.words.some(({ isNeeded }) => isNeeded)) {
    query.words = query.words.map((word) => ({ ...word, isNeeded: true }))
  }
  query.isOpen = endsInWord.test(typed) && query.words.length > 0
  return query
}

/** As opposed to white space, a quote or a word that is taken away. */
const endsInWord = /(?:^|\s|")(?!-)[^\s"]*[\p{L}\p{N}\p{M}]$/u

function addPart(
  query: TypedQuery,
  isTakenAway: boolean,
  phrase: string | undefined,
  word: string,
) {
  const text = (phrase ?? word.replace(edges, '')).trim()
  if (!hasWord.test(text)) return
  if (isTakenAway) addTo(query.excluded, text, most.excluded)
  else if (phrase !== undefined) addTo(query.phrases, text, most.phrases)
  else addWord(query.words, text)
}

function addTo(texts: string[], text: string, limit: number): void {
  if (texts.length < limit && !texts.includes(text)) texts.push(text)
}

function addWord(words: TypedWord[], typed: string): void {
  const word = asTypedWord([...typed].slice(0, most.wordLength).join(''))
  if (words.length >= most.words || words.some(({ folded }) => folded === word.folded)) return
  words.push(word)
}

export function asTypedWord(text: string): TypedWord {
  const folded = fold(text)
  return { text, folded, isNeeded: !mayBeLeftOut(folded) }
}

/** The words to look up one by one: also those of phrases. */
export function allWords({ words, phrases }: TypedQuery): TypedWord[] {
  const inPhrases = phrases.flatMap((phrase) => parseTyped(phrase).words)
  return [...words, ...inPhrases].slice(0, most.words)
}
