import { articlesAlias } from '@broadsheet/contracts/names'
import type { estypes } from '@elastic/elasticsearch'
import type { ReadApi } from '../deps.ts'
import { askElasticsearch } from '../elasticsearch.ts'
import { mayHaveTypos, mostWrong, wordQuery } from './word-queries.ts'
import { asTypedWord, type TypedWord } from './typed-query.ts'
import { countsOf } from './word-counts.ts'

const fields = ['title', 'tagList.text', 'description', 'body']
/** Candidates for a word; each costs one count. */
const mostCandidates = 5

/**
 * What was typed with its unknown words replaced by the likest that articles have. Null unless there is
 * one for every word and `finds` says that the whole finds something that may be seen.
 */
export async function didYouMean(
  deps: Pick<ReadApi, 'elasticsearch'>,
  typed: string,
  unknown: readonly TypedWord[],
  hiddenIds: readonly string[],
  finds: (corrected: string) => Promise<boolean>,
): Promise<string | null> {
  if (unknown.length === 0) return null
  let corrected = typed.normalize('NFC').trim()
  for (const [at, candidates] of (await candidatesFor(deps, unknown)).entries()) {
    const word = unknown[at]
    const best = await firstKnown(deps, candidates, hiddenIds)
    if (word !== undefined && best !== undefined) corrected = replaced(corrected, word.text, best)
  }
  if (corrected === typed.normalize('NFC').trim()) return null
  return (await finds(corrected)) ? corrected : null
}

/** The terms of the index, deleted articles' too, that are like each word, the likest first. */
async function candidatesFor(
  { elasticsearch }: Pick<ReadApi, 'elasticsearch'>,
  unknown: readonly TypedWord[],
): Promise<string[][]> {
  const words = unknown.map(({ folded }) => (mayHaveTypos(folded) ? folded : ''))
  const suggesters = words.flatMap((text, at) =>
    text === ''
      ? []
      : fields.map((field) => [`${at} ${field}`, { text, term: likeTerms(field, text) }]),
  )
  if (suggesters.length === 0) return words.map(() => [])
  const { suggest = {} } = await askElasticsearch(
    elasticsearch.search({
      index: articlesAlias,
      size: 0,
      track_total_hits: false,
      suggest: Object.fromEntries(suggesters),
    }),
  )
  return words.map((_, at) => {
    const entries = fields.flatMap((field) => {
      const found = suggest[`${at} ${field}`] as estypes.SearchTermSuggest[] | undefined
      // A word that is several to the index is left as it is.
      return found?.length === 1 ? [found[0]?.options ?? []].flat() : []
    })
    const likest = entries.toSorted((a, b) => b.score - a.score || b.freq - a.freq)
    return [...new Set(likest.map(({ text }) => text))].slice(0, mostCandidates)
  })
}

const likeTerms = (field: string, text: string): estypes.SearchTermSuggester => ({
  field,
  suggest_mode: 'always',
  max_edits: mostWrong(text),
  prefix_length: 0,
  min_word_length: 4,
  size: mostCandidates,
})

async function firstKnown(
  deps: Pick<ReadApi, 'elasticsearch'>,
  candidates: readonly string[],
  hiddenIds: readonly string[],
): Promise<string | undefined> {
  const queries = candidates.map((candidate) =>
    wordQuery(asTypedWord(candidate), { isOpen: false, synonyms: [] }),
  )
  const counts = await countsOf(deps, queries, hiddenIds)
  return candidates.find((_, at) => (counts[at] ?? 0) > 0)
}

function replaced(typed: string, word: string, by: string): string {
  const alone = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(word)}(?![\\p{L}\\p{N}])`, 'u')
  return typed.replace(alone, () => by)
}
