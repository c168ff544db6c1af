import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import type { Except } from './scope.ts'

/**
 * What is hidden and not yet known to be so by the stats store, or could not be told to it. While such a
 * change is parked, the answer is said to be stale: of one article (looked at already) for comments alone,
 * of many for anything.
 */
export function hiddenFromStats(
  { hidden, stale }: Reading,
  { consistency: { watermarks } }: Pick<ReadApi, 'consistency'>,
  about: 'one' | 'many' = 'many',
): Except {
  const { articles, comments, stats } = hidden
  const ofMany = () => articles.anyParked() || stats.any()
  if (comments.anyParked() || (about === 'many' && ofMany())) stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  return {
    articles: [...articles.ids(isApplied), ...stats.articles],
    comments: comments.ids(isApplied),
  }
}
