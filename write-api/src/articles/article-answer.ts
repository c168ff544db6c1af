import { articleAnswer, type Article } from '@broadsheet/contracts/article'
import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../database/connect.ts'
import { articles, favorites, follows } from '../database/tables.ts'
import type { User } from '../identity/accounts.ts'

export type ArticleRecord = typeof articles.$inferSelect
/** An article as one command left it. */
export type WrittenArticle = { article: ArticleRecord; author: User }

/** The article as `viewerId` sees it right after their command. */
export async function articleAnswerOf(
  db: Database,
  { article, author }: WrittenArticle,
  viewerId: string,
): Promise<{ article: Article }> {
  const { following, ...favor } = await standing(db, article, viewerId)
  return articleAnswer.parse({
    article: {
      ...article,
      ...favor,
      tagList: article.tags,
      createdAt: article.createdAt.toISOString(),
      updatedAt: article.updatedAt.toISOString(),
      author: { ...author, following },
    },
  })
}

/** How article and viewer stand to each other. */
async function standing(db: Database, { id, authorId }: ArticleRecord, viewerId: string) {
  const favored = and(eq(favorites.articleId, id), eq(favorites.userId, viewerId))
  const followed = and(eq(follows.followerId, viewerId), eq(follows.followeeId, authorId))
  const [count, own, edge] = [
    db.$count(favorites, eq(favorites.articleId, id)),
    db.$count(favorites, favored),
    db.$count(follows, followed),
  ]
  const [found] = await db
    .select({
      favoritesCount: sql<number>`${count}`.mapWith(Number),
      favorited: sql<boolean>`${own} > 0`,
      following: sql<boolean>`${edge} > 0`,
    })
    .from(sql`(select 1) as one`)
  return found!
}
