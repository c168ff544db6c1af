import { printable } from '../terminal.ts'

export type Remark = { path: string; text: string }

/**
 * What became of the sources.
 *
 * - `skipped`: for a fault of the source, with the reason; `failed`: for a fault of the server
 * - `notes`: what was left out of an article that was taken otherwise
 */
export type Tally = {
  published: number
  known: number
  skipped: Remark[]
  failed: Remark[]
  notes: Remark[]
  seconds: number
}

export function emptyTally(skipped: Remark[] = []): Tally {
  return { published: 0, known: 0, skipped: [...skipped], failed: [], notes: [], seconds: 0 }
}

/** Sources that were dealt with, in whatever way. */
export function doneOf({ published, known, skipped, failed }: Tally): number {
  return published + known + skipped.length + failed.length
}

/** The summary as lines. */
export function summaryOf(tally: Tally): string[] {
  const { published, known, skipped, failed, notes, seconds } = tally
  const rate = ((published + known) / Math.max(seconds, 0.001)).toFixed(1)
  return [
    `published      ${published}`,
    `already there  ${known}`,
    ...listed('skipped', skipped),
    ...listed('failed', failed),
    ...(notes.length > 0 ? listed('notes', notes) : []),
    `${seconds.toFixed(1)} s, ${rate} articles/s`,
  ]
}

function listed(title: string, remarks: Remark[]): string[] {
  const sorted = remarks.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return [
    `${title.padEnd(15)}${remarks.length}`,
    ...sorted.map(({ path, text }) => printable(`  ${path}: ${text}`).replaceAll('\n', ' ')),
  ]
}
