import type { estypes } from '@elastic/elasticsearch'
import { selecting } from '../articles/selection.ts'
import { newestFirst } from '../newest-page.ts'

/** Titles in which all the words are, the last one perhaps not typed to its end. */
export function titlesRequest(
  words: string,
  hiddenIds: readonly string[],
  most: number,
): estypes.SearchRequest {
  const title = { query: words, operator: 'and' as const }
  return {
    size: most,
    track_total_hits: false,
    _source: ['slug', 'title'],
    query: { bool: { ...selecting({}, hiddenIds), must: [{ match_bool_prefix: { title } }] } },
    sort: ['_score', ...newestFirst],
  }
}

/** The most used tags that begin so, in whatever case. */
export function tagsRequest(
  beginning: string,
  hiddenIds: readonly string[],
  most: number,
): estypes.SearchRequest {
  const pattern = `${inAnyCase(beginning)}.*`
  const { filter, must_not } = selecting({}, hiddenIds)
  const having = { regexp: { tagList: { value: pattern } } }
  return {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter: [filter ?? [], having].flat(), must_not: must_not ?? [] } },
    aggs: {
      tags: {
        terms: {
          field: 'tagList',
          include: pattern,
          size: most,
          order: [{ _count: 'desc' }, { _key: 'asc' }],
        },
      },
    },
  }
}

/** A pattern of Lucene that matches this text alone, each letter in either case. */
export function inAnyCase(text: string): string {
  return [...text]
    .map((character) => {
      const upper = character.toUpperCase()
      const forms = new Set([character, character.toLowerCase(), upper, upper.toLowerCase()])
      const escaped = [...forms].map(escape)
      return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`
    })
    .join('')
}

/** Letters and digits stand for themselves, and behind a backslash some would not. */
const escape = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}]/gu, '\\$&')
