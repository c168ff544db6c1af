import { z } from 'zod'
import { listedArticle } from './article.ts'
import { instant } from './instant.ts'
import { page, wholeNumber } from './page.ts'
import { boundedText, filledText } from './text.ts'

export const articleListQuery = page.extend({
  tag: filledText(40).optional(),
  author: filledText(40).optional(),
  favorited: filledText(40).optional(),
})

export const suggestQuery = z.object({ q: boundedText(100) })
/** What begins like `q`; `people` are usernames. */
export const suggestAnswer = z.object({
  articles: z.array(z.object({ slug: z.string(), title: z.string() })),
  tags: z.array(z.string()),
  people: z.array(z.string()),
})
export type SuggestAnswer = z.infer<typeof suggestAnswer>

/** A day alone begins at midnight in UTC. */
const dayOrInstant = z.union(
  [z.iso.date(), instant],
  'must be a date, or a date and time, in ISO 8601',
)

export const searchSort = z.enum(['relevance', 'newest'], 'must be relevance or newest')

/** `from` inclusive, `to` exclusive; `cursor` is what an answer to the same search gave. */
export const searchQuery = page.extend({
  q: boundedText(500).default(''),
  tag: filledText(40).optional(),
  author: filledText(40).optional(),
  from: dayOrInstant.optional(),
  to: dayOrInstant.optional(),
  sort: searchSort.default('relevance'),
  /** It has what Elasticsearch names its point in time by, which grows with the shards. */
  cursor: filledText(4_000).optional(),
})
export type SearchQuery = z.infer<typeof searchQuery>

/** `highlights` are HTML: the text escaped, matches in `<mark>`. */
export const searchHit = z.object({
  article: listedArticle,
  score: z.number(),
  highlights: z.object({ title: z.array(z.string()), body: z.array(z.string()) }),
})
const facet = z.array(z.object({ value: z.string(), count: z.int() }))
/** Months are `YYYY-MM` in UTC. Each facet counts what all filters but its own let through. */
export const searchFacets = z.object({ tags: facet, authors: facet, months: facet })
export type SearchFacets = z.infer<typeof searchFacets>

/** `cursor` is null on the last page. */
export const searchAnswer = z.object({
  hits: z.array(searchHit),
  total: z.int(),
  facets: searchFacets,
  didYouMean: z.string().nullable(),
  cursor: z.string().nullable(),
})
export type SearchAnswer = z.infer<typeof searchAnswer>

export const relatedQuery = z.object({ limit: wholeNumber(1, 20).default(5).meta({ default: 5 }) })
export const relatedAnswer = z.object({ articles: z.array(listedArticle) })

export const tagsAnswer = z.object({ tags: z.array(z.string()) })
