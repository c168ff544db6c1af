import type { SearchFacets } from '@broadsheet/contracts/search'
import type { estypes } from '@elastic/elasticsearch'
import type { Query } from './word-queries.ts'

/** What a reader chose beside the words; each is a filter, and has a facet. */
export type Filters = { tag: Query[]; author: Query[]; time: Query[] }

const most = { tags: 20, authors: 20 }
type Buckets = { values: { buckets: { key: string; key_as_string?: string; doc_count: number }[] } }
export type FacetAnswers = { tags: Buckets; authors: Buckets; months: Buckets }

export const allFilters = ({ tag, author, time }: Filters): Query => ({
  bool: { filter: [...tag, ...author, ...time] },
})

/** Each facet counts what the words and the other filters find, so that its own may be changed. */
export function facetRequests({
  tag,
  author,
  time,
}: Filters): Record<keyof SearchFacets, estypes.AggregationsAggregationContainer> {
  const order: estypes.AggregationsAggregateOrder = [{ _count: 'desc' }, { _key: 'asc' }]
  const months = { field: 'createdAt', calendar_interval: 'month', format: 'yyyy-MM' } as const
  return {
    tags: among([...author, ...time], { terms: { field: 'tagList', size: most.tags, order } }),
    authors: among([...tag, ...time], { terms: { field: 'authorId', size: most.authors, order } }),
    months: among([...tag, ...author], {
      date_histogram: { ...months, min_doc_count: 1, order: { _key: 'desc' } },
    }),
  }
}

function among(filter: Query[], values: estypes.AggregationsAggregationContainer) {
  return { filter: { bool: { filter } }, aggs: { values } }
}

/** `usernameOf`: an author's, by id; one who is not known yet has none and is left out. */
export function facetsOf(
  { tags, authors, months }: FacetAnswers,
  usernameOf: (authorId: string) => string,
): SearchFacets {
  const counted = (facet: Buckets, valueOf: (key: string) => string) =>
    facet.values.buckets.flatMap(({ key, key_as_string, doc_count }) => {
      const value = valueOf(key_as_string ?? key)
      return value === '' ? [] : [{ value, count: doc_count }]
    })
  return {
    tags: counted(tags, String),
    authors: counted(authors, usernameOf),
    months: counted(months, String),
  }
}

export const authorIdsOf = ({ authors }: FacetAnswers) =>
  authors.values.buckets.map(({ key }) => key)
