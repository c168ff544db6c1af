import { percentile } from './percentile.ts'

/** One line of a table of times: its name and what was measured, ms. */
export type Measured = { name: string; times: readonly number[] }

/** The table as lines: median, p95 and p99 in ms. */
export function table(rows: readonly Measured[]): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const cells = (texts: string[]) => texts.map((text) => text.padStart(9)).join('')
  return [
    ' '.repeat(width) + cells(['median', 'p95', 'p99', 'n']),
    ...rows.map(({ name, times }) => {
      const marks = [0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(1))
      return name.padEnd(width) + cells([...marks, String(times.length)])
    }),
  ]
}
