import { articlesAlias } from '@broadsheet/contracts/names'
import { errors, type Client } from '@elastic/elasticsearch'
import { askElasticsearch } from '../elasticsearch.ts'
import { expired } from './cursor.ts'

/** How long a reader may look at a page before the next one; each page begins it anew. */
const keepAlive = '5m'

export const pointInTime = (id: string) => ({ id, keep_alive: keepAlive })

/** The articles as they are now; what is written later is on no page of it. */
export async function openPointInTime(elasticsearch: Client): Promise<string> {
  const opened = elasticsearch.openPointInTime({ index: articlesAlias, keep_alive: keepAlive })
  return (await askElasticsearch(opened)).id
}

/** It would end by itself: nobody waits for it. */
export function closePointInTime(elasticsearch: Client, id: string): void {
  elasticsearch.closePointInTime({ id }, { ignore: [404] }).catch(() => undefined)
}

/** 422 when the point in time has gone: after its time, or with a restart of Elasticsearch. */
export async function orExpired<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 404) throw expired()
    throw error
  }
}
