import type { Article } from '@broadsheet/contracts/article'
import type { User } from '../identity/accounts.ts'
import { articles } from '../database/tables.ts'

export type ArticleRecord = typeof articles.$inferSelect
/** An article as one command left it. */
export type WrittenArticle = { article: ArticleRecord; author: User }

/** The author's own view right after a write. */
export function articleAnswerOf({ article, author }: WrittenArticle): { article: Article } {
  const { slug, title, description, body, tags, status } = article
  const { username, bio, image } = author
  return {
    article: {
      slug,
      title,
      description,
      body,
      tagList: tags,
      status,
      createdAt: article.createdAt.toISOString(),
      updatedAt: article.updatedAt.toISOString(),
      favorited: false,
      favoritesCount: 0,
      author: { username, bio, image, following: false },
    },
  }
}
