import type { estypes } from '@elastic/elasticsearch'

type Mapping = estypes.MappingTypeMapping

/** A plain form, so that an exact word beats its stem, and a stem for each language. */
const prose: estypes.MappingProperty = {
  type: 'text',
  analyzer: 'standard',
  fields: {
    english: { type: 'text', analyzer: 'english' },
    russian: { type: 'text', analyzer: 'russian' },
  },
}

/** Strict: a field that was forgotten here is refused, not guessed. */
const articleMapping: Mapping = {
  dynamic: 'strict',
  properties: {
    id: { type: 'keyword' },
    deleted: { type: 'boolean' },
    authorId: { type: 'keyword' },
    slug: { type: 'keyword' },
    title: prose,
    description: prose,
    body: prose,
    tagList: { type: 'keyword', fields: { text: { type: 'text', analyzer: 'standard' } } },
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
}

/** Tombstones and the position are in the index and never in an answer. */
export const readersFilter = { term: { deleted: false } }
