import type { estypes } from '@elastic/elasticsearch'

/** Which articles a list or a search is about; what is left out selects nothing away. */
export type Selection = {
  tag?: string | undefined
  authorIds?: readonly string[] | undefined
  articleIds?: readonly string[] | undefined
}

/** Elasticsearch takes 65,536 in one clause (`index.max_terms_count`). */
const mostTerms = 60_000

/** The part of a bool query that selects without scoring; nobody may see the articles of `hiddenIds`. */
export function selecting(
  { tag, authorIds, articleIds }: Selection,
  hiddenIds: readonly string[],
): estypes.QueryDslBoolQuery {
  const filter: estypes.QueryDslQueryContainer[] = []
  if (tag !== undefined) filter.push({ term: { tagList: tag } })
  if (authorIds !== undefined) filter.push(anyOf('authorId', authorIds))
  if (articleIds !== undefined) filter.push(anyOf('id', articleIds))
  return { filter, must_not: idsIn(hiddenIds) }
}

/** For `must_not`: documents by their ids. */
export const idsIn = (ids: readonly string[]): estypes.QueryDslQueryContainer[] =>
  ids.length === 0 ? [] : [{ ids: { values: [...ids] } }]

function anyOf(field: string, values: readonly string[]): estypes.QueryDslQueryContainer {
  if (values.length === 0) return { match_none: {} }
  const clauses: estypes.QueryDslQueryContainer[] = []
  for (let at = 0; at < values.length; at += mostTerms) {
    clauses.push({ terms: { [field]: values.slice(at, at + mostTerms) } })
  }
  return { bool: { should: clauses, minimum_should_match: 1 } }
}
