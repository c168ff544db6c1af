import { type ArticleDocument, articleDocument } from '@broadsheet/contracts/article'
import { articlesAlias, draftsAlias } from '@broadsheet/contracts/names'
import type { Client } from '@elastic/elasticsearch'
import { errors } from '@elastic/elasticsearch'
import type { z } from 'zod'
import { askElasticsearch } from '../elasticsearch.ts'
import { unavailable } from '../store-failures.ts'
import { withoutBody, type ListedDocument } from './article-answer.ts'

/** Look-ups by id: they see what was written last, searchable or not. Null when there is none. */
export type ArticleStore = {
  published: (id: string) => Promise<ArticleDocument | null>
  draft: (id: string) => Promise<ArticleDocument | null>
  /** Those that are published, by id. */
  publishedAmong: (ids: readonly string[]) => Promise<Map<string, ListedDocument>>
  /** The same with their bodies. */
  wholeAmong: (ids: readonly string[]) => Promise<Map<string, ArticleDocument>>
}

const listedDocument = articleDocument.omit({ body: true })

export function openArticleStore(client: Client): ArticleStore {
  const get = async (index: string, id: string) => {
    const answer = await askElasticsearch(
      client.get({ index, id, realtime: true }).catch((error: unknown) => {
        if (isMissingDocument(error)) return null
        throw error
      }),
    )
    const found = articleDocument.safeParse(answer?._source)
    return found.success ? found.data : null
  }
  const among = async <T extends { id: string }>(
    ids: readonly string[],
    shape: z.ZodType<T>,
    excludes: string[],
  ) => {
    if (ids.length === 0) return new Map<string, T>()
    const asked = { index: articlesAlias, ids: [...ids], _source_excludes: excludes }
    const { docs } = await askElasticsearch(client.mget({ ...asked, realtime: true }))
    const documents = docs.flatMap((found) => {
      if ('error' in found) throw unavailable(new Error(found.error.reason ?? found.error.type))
      const document = shape.safeParse('_source' in found ? found._source : undefined)
      return document.success ? [document.data] : []
    })
    return new Map(documents.map((document) => [document.id, document]))
  }
  return {
    published: (id) => get(articlesAlias, id),
    draft: (id) => get(draftsAlias, id),
    publishedAmong: (ids) => among(ids, listedDocument, withoutBody.excludes),
    wholeAmong: (ids) => among(ids, articleDocument, []),
  }
}

/** 404 for a document says `found`; 404 for the whole index doesn't. */
function isMissingDocument(error: unknown): boolean {
  return (
    error instanceof errors.ResponseError &&
    error.statusCode === 404 &&
    (error.body as { found?: boolean } | null)?.found === false
  )
}
