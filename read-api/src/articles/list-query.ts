import type { estypes } from '@elastic/elasticsearch'

/** Which articles a list or a search is about; ids are of articles that nobody may see. */
export type Selection = {
  tag: string | undefined
  authorId: string | undefined
  hiddenIds: readonly string[]
}

/** Newest first, and the same order each time. */
export const newestFirst: estypes.SortCombinations[] = [{ createdAt: 'desc' }, { id: 'desc' }]

/** The part of a bool query that selects without scoring. */
export function selecting({ tag, authorId, hiddenIds }: Selection): estypes.QueryDslBoolQuery {
  const filter: estypes.QueryDslQueryContainer[] = []
  if (tag !== undefined) filter.push({ term: { tagList: tag } })
  if (authorId !== undefined) filter.push({ term: { authorId } })
  return {
    filter,
    must_not: hiddenIds.length === 0 ? [] : [{ ids: { values: [...hiddenIds] } }],
  }
}
