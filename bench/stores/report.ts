import { percentile } from '../percentile.ts'
import type { Bytes } from './store.ts'

/** One line: the same measured in ClickHouse and in Postgres. */
export type Compared = { name: string; unit: string; clickhouse: number; postgres: number }

/** Medians of two lists of times, ms. */
export const comparedTimes = (
  name: string,
  [clickhouse, postgres]: readonly [readonly number[], readonly number[]],
): Compared => ({
  name,
  unit: 'ms',
  clickhouse: percentile(clickhouse, 0.5),
  postgres: percentile(postgres, 0.5),
})

/** Bytes of both, with indexes and without. */
export function comparedBytes(
  clickhouse: readonly Bytes[],
  postgres: readonly Bytes[],
): Compared[] {
  const mebibytes = (bytes: readonly Bytes[], of: (one: Bytes) => number) =>
    bytes.reduce((sum, one) => sum + of(one), 0) / 2 ** 20
  const line = (name: string, of: (one: Bytes) => number) => ({
    name,
    unit: 'MiB',
    clickhouse: mebibytes(clickhouse, of),
    postgres: mebibytes(postgres, of),
  })
  return [
    line('on disk', ({ data, indexes }) => data + indexes),
    line('on disk without indexes', ({ data }) => data),
  ]
}

/** The table as lines; the last column is how many times as much Postgres needs. */
export function comparison(rows: readonly Compared[]): string[] {
  const width = Math.max(...rows.map(({ name, unit }) => `${name}, ${unit}`.length))
  const cells = (texts: string[]) => texts.map((text) => text.padStart(12)).join('')
  return [
    ' '.repeat(width) + cells(['ClickHouse', 'Postgres', 'ratio']),
    ...rows.map(({ name, unit, clickhouse, postgres }) => {
      const ratio = postgres / clickhouse
      const texts = [rounded(clickhouse), rounded(postgres), rounded(ratio)]
      return `${name}, ${unit}`.padEnd(width) + cells(texts)
    }),
  ]
}

const rounded = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
