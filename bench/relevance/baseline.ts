import { expectStatus } from '../author.ts'
import { send } from '../http-client.ts'
import type { Search } from './published-corpus.ts'
import { pageLength } from './ranking-measures.ts'
import type { CorpusArticle } from './test-set.ts'

const fields = ['title', 'description', 'body', 'tags'] as const

/**
 * What Elasticsearch gives to those who change nothing: the same articles in an index of the standard
 * analyzer, asked by a `multi_match` without settings. `dropBaseline` takes the index away again.
 */
export async function openBaseline(
  elasticsearch: string,
  index: string,
  tag: string,
  corpus: readonly CorpusArticle[],
  stop: AbortSignal,
): Promise<Search> {
  const url = `${elasticsearch}/${index}`
  const properties = Object.fromEntries(fields.map((field) => [field, { type: 'text' }]))
  const settings = { number_of_shards: 1, number_of_replicas: 0 }
  const json = { settings, mappings: { dynamic: 'strict', properties } }
  expectStatus(await send(url, { method: 'PUT', json }), 200)
  for (const { name, title, description, body, tags } of corpus) {
    stop.throwIfAborted()
    const json = { title, description, body, tags: [...tags, tag] }
    expectStatus(await send(`${url}/_doc/${name}`, { method: 'PUT', json }), 201)
  }
  expectStatus(await send(`${url}/_refresh`, { method: 'POST' }), 200)
  return async (q) => {
    stop.throwIfAborted()
    const json = { size: pageLength, _source: false, query: { multi_match: { query: q, fields } } }
    const answer = await send(`${url}/_search`, { method: 'POST', json })
    expectStatus(answer, 200)
    return answer.body.hits.hits.map(({ _id }: { _id: string }) => _id)
  }
}

/** Deletes the index if it is there. */
export async function dropBaseline(elasticsearch: string, index: string): Promise<void> {
  const url = `${elasticsearch}/${index}?ignore_unavailable=true`
  expectStatus(await send(url, { method: 'DELETE' }), 200)
}
