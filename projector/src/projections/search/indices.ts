import type { estypes } from '@elastic/elasticsearch'

type Mapping = estypes.MappingTypeMapping
type Property = estypes.MappingTextProperty

/**
 * An index keeps the analysis that it was made with: a change below needs the next number here, and
 * the store is then built anew beside the live one.
 */
export const analysisVersion = 2

const analysis: estypes.IndicesIndexSettingsAnalysis = {
  char_filter: {
    // What `asciifolding` leaves: ё, combining accents and typographic apostrophes.
    marks: {
      type: 'mapping',
      mappings: ['ё=>е', 'Ё=>Е', '\u0300=>', '\u0301=>', '\u0308=>', "’=>'", "ʼ=>'"],
    },
  },
  filter: {
    possessive: { type: 'stemmer', language: 'possessive_english' },
    english: { type: 'stemmer', language: 'english' },
    russian: { type: 'stemmer', language: 'russian' },
    beginnings: { type: 'edge_ngram', min_gram: 1, max_gram: 20, preserve_original: true },
  },
  analyzer: {
    plain: analyzerOf(),
    stem: analyzerOf('possessive', 'english', 'russian'),
    beginnings: analyzerOf('beginnings'),
  },
}

function analyzerOf(...filters: string[]): estypes.AnalysisCustomAnalyzer {
  const filter = ['lowercase', 'asciifolding', ...filters]
  return { type: 'custom', char_filter: ['marks'], tokenizer: 'standard', filter }
}

/**
 * A text as it is read by its words: `plain`, without regard to case and accents, so that an exact word
 * beats its stem, and `stem`. Each stemmer leaves the letters of the other alone, so that texts and
 * queries of mixed language need no telling apart.
 */
const prose: Property = {
  type: 'text',
  analyzer: 'plain',
  fields: { stem: { type: 'text', analyzer: 'stem' } },
}
const tagText = { type: 'text', analyzer: 'plain' } as const
const beginnings = { type: 'text', analyzer: 'beginnings', search_analyzer: 'plain' } as const

/** Strict: a field that was forgotten here is refused, not guessed. */
const articleMapping: Mapping = {
  dynamic: 'strict',
  _meta: { analysis: analysisVersion },
  properties: {
    id: { type: 'keyword' },
    deleted: { type: 'boolean' },
    authorId: { type: 'keyword' },
    slug: { type: 'keyword' },
    title: { ...prose, fields: { ...prose.fields, beginnings } },
    description: prose,
    body: prose,
    tagList: {
      type: 'keyword',
      fields: { text: tagText, stem: { ...tagText, analyzer: 'stem' }, beginnings },
    },
    status: { type: 'keyword' },
    canonicalUrl: { type: 'keyword', index: false, doc_values: false },
    version: { type: 'integer' },
    createdAt: { type: 'date' },
    updatedAt: { type: 'date' },
    /** The store's position in the change topic, on one document that no reader sees. */
    position: { type: 'object', enabled: false },
  },
}

const commentMapping: Mapping = {
  dynamic: 'strict',
  properties: {
    id: { type: 'long' },
    deleted: { type: 'boolean' },
    articleId: { type: 'keyword' },
    authorId: { type: 'keyword' },
    /** Listed, not searched. */
    body: { type: 'text', index: false },
    createdAt: { type: 'date' },
    updatedAt: { type: 'date' },
  },
}

/** The indices of a generation, by the contract's names of their aliases. */
export const mappings = {
  articles: articleMapping,
  drafts: articleMapping,
  comments: commentMapping,
} satisfies Record<string, Mapping>

export const indexSettings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  number_of_replicas: 0,
  // Set by hand, or an index that nobody searches for 30 s stops refreshing.
  refresh_interval: '1s',
  highlight: { max_analyzed_offset: 1_000_000 },
  analysis,
}

/** Tombstones and the position are in the index and never in an answer. */
export const readersFilter = { term: { deleted: false } }
