import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import type { Except } from './scope.ts'

/**
 * What is hidden and not yet known to be so by the stats store. While a change of any is parked, the
 * answer is said to be stale.
 */
export function hiddenFromStats(
  { hidden: { articles, comments }, stale }: Reading,
  { consistency: { watermarks } }: Pick<ReadApi, 'consistency'>,
): Except {
  if (articles.anyParked() || comments.anyParked()) stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  return { articles: articles.ids(isApplied), comments: comments.ids(isApplied) }
}
