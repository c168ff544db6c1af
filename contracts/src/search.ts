import { z } from 'zod'
import { listedArticle } from './article.ts'
import { page } from './page.ts'
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

export const searchQuery = page.omit({ offset: true }).extend({
  q: boundedText(500).default(''),
  tag: filledText(40).optional(),
  author: filledText(40).optional(),
})
export type SearchQuery = z.infer<typeof searchQuery>

/** `highlights` are HTML: the text escaped, matches in `<mark>`. */
export const searchHit = z.object({
  article: listedArticle,
  score: z.number(),
  highlights: z.object({ title: z.array(z.string()), body: z.array(z.string()) }),
})
export const searchAnswer = z.object({ hits: z.array(searchHit), total: z.int() })
export type SearchAnswer = z.infer<typeof searchAnswer>

export const tagsAnswer = z.object({ tags: z.array(z.string()) })
