import { z } from 'zod'
import { storableInstant } from './instant.ts'
import { filledText } from './text.ts'
import { isStep, profile } from './user.ts'

/** Lengths are in characters (code points). */
export const limits = { title: 200, description: 1_000, body: 500_000, tags: 20, tag: 40 } as const

const tagList = z
  .array(filledText(limits.tag), 'must be a list')
  // Not `max`, which would complain of a long text as well.
  .refine(({ length }) => length <= limits.tags, `has too many tags (maximum is ${limits.tags})`)
  .meta({ maxItems: limits.tags })
export const articleStatus = z.enum(['draft', 'published'], 'must be draft or published')
export type ArticleStatus = z.infer<typeof articleStatus>

/** Where the article was published first, for what was taken over from elsewhere. */
const canonicalUrl = z
  .string('must be text')
  .max(2_000, 'is too long (maximum is 2000 characters)')
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-~]*)?$/,
    'must be an http or https address in ASCII',
  )
  .nullable()

const written = {
  title: filledText(limits.title),
  description: filledText(limits.description),
  body: filledText(limits.body),
  canonicalUrl: canonicalUrl.optional(),
}

/** What the operator's import may add: when it was first published and by whom. */
const imported = {
  createdAt: storableInstant.optional(),
  author: filledText(40)
    .refine((name) => isStep(name.trim()), 'must not be . or ..')
    .optional(),
  importPath: filledText(1_000).optional(),
}

export const newArticle = z
  .object({
    article: z.object({
      ...written,
      tagList: tagList.optional(),
      status: articleStatus.optional(),
      ...imported,
    }),
  })
  .meta({ id: 'NewArticle' })
export type NewArticle = z.infer<typeof newArticle>['article']

export const articleChanges = z
  .object({
    article: z
      .object({ ...written, tagList: tagList.optional(), status: articleStatus.optional() })
      .partial(),
  })
  .meta({ id: 'ArticleChanges' })
export type ArticleChanges = z.infer<typeof articleChanges>['article']

export const listedArticle = z
  .object({
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    tagList: z.array(z.string()),
    status: articleStatus,
    canonicalUrl: z.string().nullable().default(null),
    createdAt: z.iso.datetime().meta({
      description:
        'When it was first published, or as its import says; of a new draft, when it was begun',
    }),
    updatedAt: z.iso.datetime(),
    favorited: z.boolean(),
    favoritesCount: z.int(),
    author: profile,
  })
  .meta({ id: 'ListedArticle' })
export type ListedArticle = z.infer<typeof listedArticle>

export const article = listedArticle.extend({ body: z.string() }).meta({ id: 'Article' })
export type Article = z.infer<typeof article>
export const articleAnswer = z.object({ article }).meta({ id: 'ArticleAnswer' })
export const articleList = z
  .object({ articles: z.array(listedArticle), articlesCount: z.int() })
  .meta({ id: 'ArticleList' })
/** `cursor` is null on the last page. */
export const articlePage = z
  .object({ articles: z.array(listedArticle), cursor: z.string().nullable() })
  .meta({ id: 'ArticlePage' })

/**
 * What Elasticsearch holds of an article, in `articles-<g>` when published, else in `drafts-<g>`.
 * A deleted or moved article stays as a tombstone: `deleted` true and nothing but its id.
 */
export const articleDocument = z.object({
  id: z.uuid(),
  deleted: z.literal(false),
  authorId: z.uuid(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  body: z.string(),
  tagList: z.array(z.string()),
  status: articleStatus,
  canonicalUrl: z.string().nullable().default(null),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type ArticleDocument = z.infer<typeof articleDocument>
export type ArticleTombstone = { id: string; deleted: true }
