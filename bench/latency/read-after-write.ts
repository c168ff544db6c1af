import { tokenHeader } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import type { Author } from '../author.ts'
import { send, timed, type Answer } from '../http-client.ts'
import type { Measured } from '../table.ts'

export type Written = { word: string; slug: string }

/** `wrong`: reads that were not fresh or lacked the article; `last`: what was written last. */
export type ReadsMeasured = { rows: Measured[]; wrong: number; last: Written }

/** Writes `number` articles and reads each by slug, then as many again and searches for each. */
export async function measureReads(
  gateway: string,
  author: Author,
  number: number,
  stop: AbortSignal,
): Promise<ReadsMeasured> {
  const writes: number[] = []
  const reads: number[] = []
  const searches: number[] = []
  let wrong = 0
  let last: Written = { word: '', slug: '' }
  for (let at = 0; at < number && !stop.aborted; at++) {
    const { slug, options } = await writeOne(author, writes)
    const shown = await timed(reads, () => send(slugUrl(gateway, slug), options))
    if (!isFresh(shown) || shown.body.article?.slug !== slug) wrong++
  }
  for (let at = 0; at < number && !stop.aborted; at++) {
    const { word, slug, options } = await writeOne(author, writes)
    const found = await timed(searches, () => send(searchUrl(gateway, word), options))
    if (!isFresh(found) || found.body.hits?.[0]?.article.slug !== slug) wrong++
    last = { word, slug }
  }
  const rows = [
    { name: 'write', times: writes },
    { name: 'written → read by slug', times: reads },
    { name: 'written → found by search', times: searches },
  ]
  return { rows, wrong, last }
}

export const slugUrl = (gateway: string, slug: string) => `${gateway}/api/articles/${slug}`
export const searchUrl = (gateway: string, word: string) => `${gateway}/api/search?q=${word}`

async function writeOne(author: Author, times: number[]) {
  const word = `w${randomUUID().replaceAll('-', '')}`
  const { headers, body } = await timed(times, () => author.write(word))
  const slug: string = body.article.slug
  return { word, slug, options: { headers: { [tokenHeader]: headers.get(tokenHeader) ?? '' } } }
}

function isFresh({ status, headers }: Answer): boolean {
  return status === 200 && headers.get('consistency') === 'fresh'
}
