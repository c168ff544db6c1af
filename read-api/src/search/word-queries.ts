import type { estypes } from '@elastic/elasticsearch'
import type { TypedWord } from './typed-query.ts'

export type Query = NonNullable<estypes.QueryDslQueryContainer>

/** What a word is worth in each field: what an article says of itself counts more than what it contains. */
const fields = [
  { plain: 'title', stem: 'title.stem', weight: 5 },
  { plain: 'tagList.text', stem: 'tagList.stem', weight: 4 },
  { plain: 'description', stem: 'description.stem', weight: 2.5 },
  { plain: 'body', stem: 'body.stem', weight: 1 },
]

/** How much of a word's worth is left when it is not met as it was typed. */
const worth = { plain: 1, stem: 0.7, beginning: 0.6, synonym: 0.6, typo: 0.5 }
/** Where several forms or fields have the word, those after the best count so much. */
const alsoCounts = 0.3

const weighted = (form: 'plain' | 'stem') => fields.map((field) => `${field[form]}^${field.weight}`)

export const bestOf = (queries: Query[], tie_breaker = alsoCounts): Query => ({
  dis_max: { queries, tie_breaker },
})

/** The fields together as if they were one text, so that a word is as rare as it is in all of them. */
const inAnyField = (query: string, form: 'plain' | 'stem', boost: number): Query => ({
  combined_fields: { query, fields: weighted(form), operator: 'and', boost },
})

export type WordForms = {
  /** The word is the last one and may go on. */
  isOpen: boolean
  /** Other words for it. */
  synonyms: readonly string[]
}

/** A word as it was typed, by its stem, by other words for it, and as a beginning. */
export function wordQuery({ text, folded }: TypedWord, { isOpen, synonyms }: WordForms): Query {
  return bestOf([
    inAnyField(text, 'plain', worth.plain),
    inAnyField(text, 'stem', worth.stem),
    ...synonyms.map((synonym) => synonymQuery(synonym)),
    ...(isOpen && folded.length > 1 ? [beginningQuery(folded)] : []),
  ])
}

const synonymQuery = (synonym: string): Query =>
  /\s/.test(synonym)
    ? phraseQuery(synonym, 'stem', worth.synonym)
    : inAnyField(synonym, 'stem', worth.synonym)

/** The fifty first words that begin so are scored by how rare they are, the others all alike. */
function beginningQuery(folded: string): Query {
  const beginning = (field: string, boost: number, rewrite: string): Query => ({
    prefix: { [field]: { value: folded, boost, rewrite } },
  })
  return bestOf(
    fields.flatMap(({ plain, weight }) => [
      beginning(plain, (worth.beginning * weight) / 5, 'top_terms_blended_freqs_50'),
      beginning(plain, (worth.beginning * weight) / 5, 'constant_score'),
    ]),
  )
}

/** Two or three wrong letters in a row are another word: one in words from 4 letters, two from 7. */
export const fuzziness = 'AUTO:4,7'
/** The same in figures. */
export const mostWrong = (word: string) => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2)

/** Words that may be meant. Nothing with a digit in it: 1933 is not 1932 mistyped. */
export function typoQuery({ text, folded }: TypedWord): Query | null {
  if (!mayHaveTypos(folded)) return null
  const like = (form: 'plain' | 'stem'): Query => ({
    multi_match: {
      query: text,
      fields: weighted(form),
      operator: 'and',
      fuzziness,
      max_expansions: 30,
      tie_breaker: alsoCounts,
      // The fields' weights above are for fields taken together; here each stands alone.
      boost: worth.typo / 3,
    },
  })
  return bestOf([like('plain'), like('stem')])
}

export const mayHaveTypos = (folded: string) =>
  folded.length >= 4 && folded.length <= 40 && /^[\p{L}\p{M}'-]+$/u.test(folded)

/** The words of a phrase in their order and form, in one field. */
export function phraseQuery(phrase: string, form: 'plain' | 'stem' = 'plain', boost = 1): Query {
  return {
    multi_match: {
      query: phrase,
      type: 'phrase',
      fields: weighted(form),
      tie_breaker: alsoCounts,
      boost: boost / 2,
    },
  }
}

/** Words that stand near each other, in this order: they count on top, and are not asked for. */
export function nearQuery(words: readonly TypedWord[]): Query {
  const query = words.map(({ text }) => text).join(' ')
  const near = { query, type: 'phrase', slop: 3, fields: weighted('stem') } as const
  return { multi_match: { ...near, boost: 0.15 } }
}

/** What has the word in any form, or the phrase. */
export const excludedQuery = (text: string): Query =>
  /\s/.test(text)
    ? phraseQuery(text)
    : { multi_match: { query: text, fields: fields.map(({ stem }) => stem), type: 'phrase' } }
