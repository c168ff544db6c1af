import type { estypes } from '@elastic/elasticsearch'
import { selecting } from '../articles/selection.ts'
import { newestFirst } from '../newest-page.ts'
import { fuzziness, mayHaveTypos, type Query } from './word-queries.ts'

const mostUsed: estypes.AggregationsAggregateOrder = [{ _count: 'desc' }, { _key: 'asc' }]

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

/** The same, when the words may be mistyped but for their first letters. */
export function titlesLikeRequest(
  words: string,
  hiddenIds: readonly string[],
  most: number,
): estypes.SearchRequest {
  const request = titlesRequest(words, hiddenIds, most)
  const must = likeWords(words, { whole: 'title', beginning: 'title.beginnings' })
  return { ...request, query: { bool: { ...selecting({}, hiddenIds), must } } }
}

/** Each word as it may have been meant, the last one by its beginning. */
function likeWords(words: string, field: { whole: string; beginning: string }): Query[] {
  const each = words.split(/\s+/)
  return each.map((query, at) => {
    const name = at === each.length - 1 ? field.beginning : field.whole
    const like = mayHaveTypos(query) ? { fuzziness, prefix_length: 1 } : {}
    return { match: { [name]: { query, operator: 'and', ...like } } }
  })
}

/** Tags of the articles that have one which begins like this; their other tags are among them. */
export function tagsLikeRequest(
  beginning: string,
  hiddenIds: readonly string[],
): estypes.SearchRequest {
  const must = likeWords(beginning, { whole: 'tagList.text', beginning: 'tagList.beginnings' })
  return {
    size: 0,
    track_total_hits: false,
    query: { bool: { ...selecting({}, hiddenIds), must } },
    aggs: { tags: { terms: { field: 'tagList', size: 200, order: mostUsed } } },
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
          order: mostUsed,
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
