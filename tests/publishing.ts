import type { Article, ListedArticle } from '@broadsheet/contracts/article'
import type { Comment } from '@broadsheet/contracts/comment'
import type { Profile } from '@broadsheet/contracts/user'
import { randomUUID } from 'node:crypto'
import { send, type Answer, type Author } from './author.ts'

/** A word that stands nowhere else, and not even nearly so. */
export const uniqueWord = () => `w${randomUUID().replaceAll('-', '')}`

/** Writes an article whose title, description, body and one tag have a word of their own in them. */
export async function publish(
  author: Author,
  fields: Record<string, unknown> = {},
): Promise<Article & { word: string }> {
  const word = uniqueWord()
  const article = {
    title: `On ${word}`,
    description: `About ${word}`,
    body: `Of ${word}.`,
    tagList: [word],
    ...fields,
  }
  const answer = await author.post('/api/articles', { article })
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return { ...articleIn(answer), word }
}

export async function comment(author: Author, slug: string, body: string): Promise<Comment> {
  const answer = await author.post(`/api/articles/${slug}/comments`, { comment: { body } })
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return (answer.body as { comment: Comment }).comment
}

/** A read by somebody who is not signed in. */
export const anonymously = (author: Author, path: string) => send(author.gateway + path, 'GET')

type List = { articles: ListedArticle[]; articlesCount: number }

export const articleIn = ({ body }: Answer) => (body as { article: Article }).article
export const profileIn = ({ body }: Answer) => (body as { profile: Profile }).profile
export const commentsIn = ({ body }: Answer) => (body as { comments: Comment[] }).comments
export const listIn = ({ body }: Answer) => body as List
/** How many a search has found; undefined when it was refused. */
export const totalIn = ({ body }: Answer) => (body as { total?: number }).total
export const slugsIn = (answer: Answer) => listIn(answer).articles.map(({ slug }) => slug)
