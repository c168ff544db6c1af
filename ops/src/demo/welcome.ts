import { z } from 'zod'
import { send } from '../publishing/publish.ts'
import { Refusal } from '../refusal.ts'
import type { Server } from '../server/location.ts'
import { reasonOf } from '../server/request.ts'
import { demoAuthor } from './demo-author.ts'

const welcome = {
  title: 'Welcome to Broadsheet',
  description: 'What you are looking at, and what to try first.',
  tagList: ['broadsheet', 'welcome'],
  body: `# Welcome to Broadsheet

This article was written through the write API and went into PostgreSQL in one transaction. From the
database's log the change was streamed into Kafka, and from there a projector put it where you find
it now: in Elasticsearch for searching and in ClickHouse for counting. Nobody wrote it twice.

The other articles are the READMEs of the packages that this installation is made of. Try

- searching for a word, and watch the matches being marked,
- writing an article of your own and finding it the moment your request is answered,
- publishing a folder of your own Markdown files: \`npm run ops -- import <folder>\`.
`,
} as const

const written = z.object({ article: z.object({ slug: z.string(), createdAt: z.string() }) })

export type Welcome = { slug: string; firstPublished: Date }

/** Publishes the demo author's article; again it only says what is there. */
export async function publishWelcome(server: Server): Promise<Welcome> {
  const answer = await send(server, {
    ...welcome,
    tagList: [...welcome.tagList],
    author: demoAuthor.username,
    importPath: 'demo/welcome.md',
  })
  const { data } = written.safeParse(answer.body)
  if (answer.status >= 300 || !data) {
    throw new Refusal(`the welcome article cannot be published: ${reasonOf(answer)}`)
  }
  return { slug: data.article.slug, firstPublished: new Date(data.article.createdAt) }
}
