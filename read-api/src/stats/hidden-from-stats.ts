import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import type { Except } from './scope.ts'

/**
 * What is hidden and not yet known to be so by the stats store. While a change of any of these kinds is
 * parked, the answer is said to be stale.
 */
export function hiddenFromStats(
  { hidden, stale }: Reading,
  { consistency: { watermarks } }: Pick<ReadApi, 'consistency'>,
  kinds: readonly (keyof Except)[] = ['articles', 'comments'],
): Except {
  if (kinds.some((kind) => hidden[kind].anyParked())) stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  return { articles: hidden.articles.ids(isApplied), comments: hidden.comments.ids(isApplied) }
}
