/** What each article is worth to a query: 3 perfect, 2 good, 1 marginal; any other nothing. */
export type Judged = Readonly<Record<string, number>>

/** How far down a page of answers counts. */
export const pageLength = 10
const good = 2

/**
 * nDCG of the first ten of a ranking (names, the best first), 0 to 1: gains of `2^grade - 1`, divided
 * by `log2(place + 1)`, against the best order there is. Of a name given twice the first place counts.
 */
export function ndcg(ranking: readonly string[], judged: Judged): number {
  const ideal = discounted(Object.values(judged).toSorted((a, b) => b - a))
  if (ideal === 0) return 0
  const counted = new Set<string>()
  const grades = ranking.map((name) => {
    if (counted.has(name)) return 0
    counted.add(name)
    return judged[name] ?? 0
  })
  return discounted(grades) / ideal
}

/** One divided by the place of the first that is at least good, 0 when none of the first ten is. */
export function reciprocalRank(ranking: readonly string[], judged: Judged): number {
  const at = ranking.slice(0, pageLength).findIndex((name) => (judged[name] ?? 0) >= good)
  return at < 0 ? 0 : 1 / (at + 1)
}

/** NaN when there are none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function discounted(grades: readonly number[]): number {
  return grades
    .slice(0, pageLength)
    .reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0)
}
