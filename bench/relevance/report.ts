import { mean, ndcg, reciprocalRank } from './ranking-measures.ts'
import { kinds, languages, type JudgedQuery } from './test-set.ts'

/** A query with the names that each side gave for it, the best first. */
export type Asked = { query: JudgedQuery; search: readonly string[]; baseline: readonly string[] }

/** Mean nDCG@10 of the search above that of the baseline. */
export function gain(asked: readonly Asked[]): number {
  const { search, baseline } = means(asked, ndcg)
  return search - baseline
}

/** The table as lines: all queries, then by language and by kind. */
export function table(asked: readonly Asked[]): string[] {
  const groups = [
    { name: 'all', of: asked },
    ...languages.map((name) => ({
      name,
      of: asked.filter(({ query }) => query.language === name),
    })),
    ...kinds.map((name) => ({ name, of: asked.filter(({ query }) => query.kind === name) })),
  ]
  const width = Math.max(...groups.map(({ name }) => name.length))
  const cells = (texts: string[]) => texts.map((text) => text.padStart(10)).join('')
  return [
    ' '.repeat(width) + cells(['', 'nDCG@10', '', '', 'MRR', '', '']).trimEnd(),
    ' '.repeat(width) + cells(['n', 'search', 'baseline', '+/-', 'search', 'baseline', '+/-']),
    ...groups.map(({ name, of }) => {
      const measured = [ndcg, reciprocalRank].flatMap((measure) => {
        const { search, baseline } = means(of, measure)
        return [search.toFixed(3), baseline.toFixed(3), signed(search - baseline)]
      })
      return name.padEnd(width) + cells([String(of.length), ...measured])
    }),
  ]
}

/** The queries that the search answers worst, with the grade of all that came and what was missed. */
export function worst(asked: readonly Asked[], count: number): string[] {
  const scored = asked.map((one) => ({ ...one, score: ndcg(one.search, one.query.judged) }))
  return scored
    .filter(({ score }) => score < 1)
    .toSorted((a, b) => a.score - b.score)
    .slice(0, count)
    .flatMap(({ query, search, baseline, score }) => {
      const other = ndcg(baseline, query.judged).toFixed(3)
      const graded = ([name, grade]: [string, number]) => `${grade || '-'} ${name}`
      const missed = Object.entries(query.judged).filter(([name]) => !search.includes(name))
      const came = search.map((name) => graded([name, query.judged[name] ?? 0]))
      return [
        `${query.q}  (${query.kind}, ${query.language}) ${score.toFixed(3)}, baseline ${other}`,
        `  came:   ${came.join(', ') || 'nothing'}`,
        ...(missed.length === 0 ? [] : [`  missed: ${missed.map(graded).join(', ')}`]),
      ]
    })
}

function means(asked: readonly Asked[], measure: typeof ndcg) {
  return {
    search: mean(asked.map(({ query, search }) => measure(search, query.judged))),
    baseline: mean(asked.map(({ query, baseline }) => measure(baseline, query.judged))),
  }
}

const signed = (value: number) => (value < 0 ? '' : '+') + value.toFixed(3)
