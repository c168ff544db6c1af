import { tokenHeader } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { expectStatus } from '../author.ts'
import { send } from '../http-client.ts'
import { pageLength } from './ranking-measures.ts'
import type { CorpusArticle } from './test-set.ts'

/** Names that tell a run's rows from all others: its authors' beginning, and a tag of one word. */
export type Run = { prefix: string; tag: string }

/** Asks the product: the names of the corpus' articles, the best first. */
export type Search = (q: string) => Promise<string[]>

/** The tag is a word of letters and digits that no query begins like. */
export const newTag = () => `x${randomUUID().replaceAll('-', '').slice(0, 12)}`

/**
 * Imports the corpus through the write API, with its dates, and waits through the last write's token
 * until a search finds all of it. Rejects when something is refused or missing, or on `stop`.
 */
export async function publishCorpus(
  gateway: string,
  operatorSecret: string,
  { prefix, tag }: Run,
  corpus: readonly CorpusArticle[],
  stop: AbortSignal,
): Promise<Search> {
  const nameOf = new Map<string, string>()
  const headers = { Authorization: `Operator ${operatorSecret}` }
  let token = ''
  // One after the other: the last one's token stands after every other write.
  for (const { name, title, description, body, tags, createdAt, author } of corpus) {
    stop.throwIfAborted()
    const imported = { createdAt, author: prefix + author, importPath: prefix + name }
    const article = { title, description, body, tagList: [...tags, tag], ...imported }
    const url = `${gateway}/api/articles`
    const answer = await send(url, { method: 'POST', headers, json: { article } })
    expectStatus(answer, 201)
    nameOf.set(answer.body.article.slug, name)
    token = answer.headers.get(tokenHeader) ?? ''
  }

  const search = (q: string) => searchFresh(gateway, q, tag, token, stop)
  const { total } = await search('')
  if (total !== corpus.length) throw new Error(`${total} of ${corpus.length} articles are found`)
  return async (q) => {
    const { hits } = await search(q)
    return hits.map(({ article }) => nameOf.get(article.slug) ?? article.slug)
  }
}

/** Strict reads wait at the server; one that was not in time is asked again. */
async function searchFresh(
  gateway: string,
  q: string,
  tag: string,
  token: string,
  stop: AbortSignal,
): Promise<{ hits: { article: { slug: string } }[]; total: number }> {
  const query = new URLSearchParams({ q, tag, limit: String(pageLength) })
  const headers = { [tokenHeader]: token, Prefer: 'consistency=strict' }
  for (;;) {
    stop.throwIfAborted()
    const answer = await send(`${gateway}/api/search?${query}`, { headers })
    if (answer.body?.code === 'not_fresh') continue
    expectStatus(answer, 200)
    return answer.body
  }
}
