import {
  article,
  listedArticle,
  type Article,
  type ArticleDocument,
  type ListedArticle,
} from '@broadsheet/contracts/article'
import type { Surroundings } from '../social/surroundings.ts'

/** A document without its body, as lists and searches fetch it. */
export type ListedDocument = Omit<ArticleDocument, 'body'>

/** Fields of `ListedDocument`, for Elasticsearch's source filter. */
export const withoutBody = { excludes: ['body'] }

/** The contract's schemas choose what is shown of a document, so that a new field needs nothing here. */
export function listedArticleOf(document: ListedDocument, around: Surroundings): ListedArticle {
  return listedArticle.parse(joined(document, around))
}

export function articleOf(document: ArticleDocument, around: Surroundings): Article {
  return article.parse(joined(document, around))
}

function joined(document: ListedDocument, { authorOf, favorOf }: Surroundings) {
  return { ...document, ...favorOf(document.id), author: authorOf(document.authorId) }
}
