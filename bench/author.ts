import { randomUUID } from 'node:crypto'
import { send, type Answer } from './http-client.ts'

/** A user of a benchmark's own, who takes their articles away again. */
export type Author = {
  /** Publishes an article with this word in its title and body. */
  write: (word: string) => Promise<Answer>
  /** Deletes everything written so far. */
  tidyUp: () => Promise<void>
}

const deletedAtATime = 4
const paragraph = 'A benchmark wrote this, and will take it away again when it is done. '

export async function registerAuthor(gateway: string): Promise<Author> {
  const username = `bench-${randomUUID().slice(0, 13)}`
  const user = { username, email: `${username}@example.com`, password: randomUUID() }
  const registered = await send(`${gateway}/api/users`, { method: 'POST', json: { user } })
  expectStatus(registered, 201)
  const headers = { Authorization: `Token ${registered.body.user.token}` }
  const slugs: string[] = []
  const write = async (word: string) => {
    const article = {
      title: `Measured ${word}`,
      description: 'Written by a benchmark',
      body: `${word}\n\n${paragraph.repeat(20)}`,
      tagList: ['benchmark'],
    }
    const answer = await send(`${gateway}/api/articles`, {
      method: 'POST',
      headers,
      json: { article },
    })
    expectStatus(answer, 201)
    slugs.push(answer.body.article.slug)
    return answer
  }
  const tidyUp = async () => {
    const work = async () => {
      for (let slug = slugs.pop(); slug !== undefined; slug = slugs.pop()) {
        const deleted = await send(`${gateway}/api/articles/${slug}`, { method: 'DELETE', headers })
        expectStatus(deleted, 204)
      }
    }
    await Promise.all(Array.from({ length: deletedAtATime }, work))
  }
  return { write, tidyUp }
}

export function expectStatus(answer: Answer, status: number): void {
  if (answer.status === status) return
  throw new Error(
    `answered ${answer.status} where ${status} was due: ${JSON.stringify(answer.body)}`,
  )
}
