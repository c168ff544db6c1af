import type { Article, ArticleDocument, ListedArticle } from '@broadsheet/contracts/article'
import type { Profile } from '@broadsheet/contracts/user'

/** A document without its body, as lists and searches fetch it. */
export type ListedDocument = Omit<ArticleDocument, 'body'>

/** Fields of `ListedDocument`, for Elasticsearch's source filter. */
export const withoutBody = { excludes: ['body'] }

export function listedArticleOf(document: ListedDocument, author: Profile): ListedArticle {
  const { slug, title, description, tagList, status, createdAt, updatedAt } = document
  return {
    slug,
    title,
    description,
    tagList,
    status,
    createdAt,
    updatedAt,
    favorited: false,
    favoritesCount: 0,
    author,
  }
}

export function articleOf(document: ArticleDocument, author: Profile): Article {
  return { ...listedArticleOf(document, author), body: document.body }
}
