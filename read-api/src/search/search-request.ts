import type { estypes } from '@elastic/elasticsearch'
import { withoutBody } from '../articles/article-answer.ts'
import { selecting, type Selection } from '../articles/selection.ts'
import { newestFirst } from '../newest-page.ts'

/** Of one or two words all must be there, of more three quarters. */
const enoughWords = '2<75%'
const weights = { title: 4, description: 2, body: 1 }

/** The fields as they are analysed alike: the word itself, its English and its Russian stem. */
const analyses = [
  { suffix: '', also: ['tagList.text^3'], boost: 1.5 },
  { suffix: '.english', also: [], boost: 1 },
  { suffix: '.russian', also: [], boost: 1 },
]

/** The words anywhere in title, description, tags and body; `words` is data, never syntax. */
function textQuery(words: string): estypes.QueryDslQueryContainer {
  const queries = analyses.map(({ suffix, also, boost }) => ({
    combined_fields: {
      query: words,
      fields: [
        ...Object.entries(weights).map(([field, weight]) => `${field}${suffix}^${weight}`),
        ...also,
      ],
      minimum_should_match: enoughWords,
      boost,
    },
  }))
  return { dis_max: { queries, tie_breaker: 0.3 } }
}

const marks = { pre_tags: ['<mark>'], post_tags: ['</mark>'] }
const asAnalysed = (field: string) => [`${field}.english`, `${field}.russian`]

const highlight: estypes.SearchHighlight = {
  ...marks,
  type: 'unified',
  encoder: 'html',
  // Each hit's text is analysed again for its marks: what lies beyond is searched, not marked.
  max_analyzed_offset: 100_000,
  fields: {
    title: { number_of_fragments: 0, matched_fields: asAnalysed('title') },
    body: {
      number_of_fragments: 3,
      fragment_size: 160,
      order: 'score',
      matched_fields: asAnalysed('body'),
    },
  },
}

/** The search as Elasticsearch takes it: the best first, or without words the newest. */
export function searchRequest(
  words: string,
  selection: Selection,
  hiddenIds: readonly string[],
  limit: number,
): estypes.SearchRequest {
  const page = { size: limit, track_total_hits: true, _source: withoutBody }
  const bool = selecting(selection, hiddenIds)
  if (words === '') return { ...page, query: { bool }, sort: newestFirst }
  return {
    ...page,
    query: { bool: { ...bool, must: [textQuery(words)] } },
    sort: ['_score', ...newestFirst],
    highlight,
  }
}
