import { timed } from './http-client.ts'
import { percentile } from './percentile.ts'
import type { Measured } from './table.ts'

/**
 * Does each work `rounds` times, in turns, so that whatever else the machine does meanwhile falls on all of
 * them. Before that a tenth as often for warmth.
 */
export async function interleaved(
  rounds: number,
  works: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<Measured[]> {
  const rows = Object.entries(works).map(([name, work]) => ({ name, work, times: [] as number[] }))
  const turns = async (count: number) => {
    for (let at = 0; at < count; at++) for (const { work, times } of rows) await timed(times, work)
  }
  await turns(Math.ceil(rounds / 10))
  for (const { times } of rows) times.length = 0
  await turns(rounds)
  return rows.map(({ name, times }) => ({ name, times }))
}

/** A line that says how many times the median of one row is that of another. */
export function ratioOf(rows: readonly Measured[], name: string, to: string): string {
  const median = (wanted: string) =>
    percentile(rows.find(({ name }) => name === wanted)?.times ?? [], 0.5)
  return `${name} ÷ ${to}: ${(median(name) / median(to)).toFixed(2)}`
}
