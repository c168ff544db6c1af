import type { estypes } from '@elastic/elasticsearch'
import { idsIn } from '../articles/selection.ts'
import { newestFirst } from '../newest-page.ts'
import type { Synonyms } from './synonyms.ts'
import type { TypedQuery, TypedWord } from './typed-query.ts'
import {
  bestOf,
  excludedQuery,
  nearQuery,
  phraseQuery,
  typoQuery,
  wordQuery,
  type Query,
} from './word-queries.ts'

/** A search as it is understood; the same on all its pages. */
export type Understood = {
  typed: TypedQuery
  synonyms: Synonyms
  /** In how many articles each typed word is, as far as it matters. */
  counts: readonly number[]
  /** When it was asked, ISO 8601: recent is as of then. */
  at: string
}

/** Of one or two words all must be there, of more three quarters. */
const enoughWords = '2<75%'
/** A word that fewer articles than this have may be mistyped; one that none has is unknown. */
export const rareCount = 5
/** More than all words of a query can score: what is found as typed comes before what may be meant. */
const foundAsTyped = 1_000
/** What a new article has over one of long ago: less than a word in the title. */
const recency = { pivot: '365d', boost: 1 }
/** A small word beside others, as part of its worth. */
const smallWord = 0.2

/** The words as clauses that score; `hiddenIds` and what was taken away with `-` is in none of it. */
export function scoredQuery(understood: Understood, hiddenIds: readonly string[]): Query {
  const { typed, at } = understood
  const { words, phrases, excluded } = typed
  const must_not = [...excluded.map(excludedQuery), ...idsIn(hiddenIds)]
  if (!hasSubject(typed)) {
    const isNothing = !typed.isBlank && excluded.length === 0
    return { bool: { must: [isNothing ? { match_none: {} } : { match_all: {} }], must_not } }
  }
  const needed = words.filter(({ isNeeded }) => isNeeded)
  const small = words.filter(({ isNeeded }) => !isNeeded)
  const mayBeMeant = needed.map((word) => withTypos(understood, word))
  const isDoubtful = mayBeMeant.some(({ isDoubtful }) => isDoubtful)
  const asTyped = needed.map((word) => asTypedQuery(understood, word))
  return {
    bool: {
      must: [
        ...(needed.length > 0 ? [enoughOf(mayBeMeant.map(({ query }) => query))] : []),
        ...phrases.map((phrase) => phraseQuery(phrase)),
      ],
      should: [
        ...small.map((word) => boosted(asTypedQuery(understood, word), smallWord)),
        ...(words.length > 1 ? [nearQuery(words)] : []),
        ...(isDoubtful
          ? [{ constant_score: { filter: enoughOf(asTyped), boost: foundAsTyped } }]
          : []),
        { distance_feature: { field: 'createdAt', origin: at, ...recency } },
      ],
      must_not,
    },
  }
}

/** Whether there is anything to score by. */
export const hasSubject = ({ words, phrases }: TypedQuery) => words.length + phrases.length > 0

const enoughOf = (should: Query[]): Query => ({
  bool: { should, minimum_should_match: enoughWords },
})
const boosted = (query: Query, boost: number): Query => ({ bool: { must: [query], boost } })

export function asTypedQuery(
  { typed, synonyms }: Pick<Understood, 'typed' | 'synonyms'>,
  word: TypedWord,
): Query {
  return wordQuery(word, {
    isOpen: typed.isOpen && word === typed.words.at(-1),
    synonyms: synonyms.get(word.folded) ?? [],
  })
}

/** A word that hardly any article has may be another one mistyped. */
function withTypos(understood: Understood, word: TypedWord): { query: Query; isDoubtful: boolean } {
  const query = asTypedQuery(understood, word)
  const count = understood.counts[understood.typed.words.indexOf(word)] ?? rareCount
  const meant = count < rareCount ? typoQuery(word) : null
  return meant === null
    ? { query, isDoubtful: false }
    : { query: bestOf([query, meant], 0), isDoubtful: true }
}

/**
 * What is marked: each needed word by itself, and phrases as a whole. Each hit's text is analysed again
 * for its marks: what lies beyond the first 100,000 characters is searched, not marked.
 */
export function highlightOf(understood: Understood): estypes.SearchHighlight | undefined {
  const { typed } = understood
  if (!hasSubject(typed)) return undefined
  const needed = typed.words.filter(({ isNeeded }) => isNeeded)
  const should = [
    ...needed.map((word) => withTypos(understood, word).query),
    ...typed.phrases.map((phrase) => phraseQuery(phrase)),
  ]
  return {
    pre_tags: ['<mark>'],
    post_tags: ['</mark>'],
    type: 'unified',
    encoder: 'html',
    max_analyzed_offset: 100_000,
    highlight_query: { bool: { should } },
    fields: {
      title: { number_of_fragments: 0, matched_fields: ['title.stem'] },
      body: {
        number_of_fragments: 3,
        fragment_size: 160,
        order: 'score',
        matched_fields: ['body.stem'],
      },
    },
  }
}

/** The best first, and what is alike by its date; or the newest first. */
export function orderOf(
  typed: TypedQuery,
  sort: 'relevance' | 'newest',
): estypes.SortCombinations[] {
  return sort === 'newest' || !hasSubject(typed) ? newestFirst : ['_score', ...newestFirst]
}
