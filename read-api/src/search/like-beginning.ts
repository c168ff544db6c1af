import { fold } from './fold.ts'
import { mayHaveTypos, mostWrong } from './word-queries.ts'

/**
 * Whether `whole` begins like what was typed, but for a wrong, missing, additional or swapped letter or
 * two after the first one.
 */
export function beginsLike(whole: string, typed: string): boolean {
  const [text, start] = [fold(whole), fold(typed)]
  if (text.startsWith(start)) return true
  if (!start.split(/\s+/).some(mayHaveTypos) || text[0] !== start[0]) return false
  const most = mostWrong(start)
  return leastEdits(start, text.slice(0, start.length + most)) <= most
}

/** The least number of edits that make `typed` any beginning of `text`. */
function leastEdits(typed: string, text: string): number {
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: text.length + 1 }, (_, at) => at),
  ]
  for (let row = 1; row <= typed.length; row++) {
    const current = [row]
    for (let at = 1; at <= text.length; at++) {
      const isSame = typed[row - 1] === text[at - 1]
      const isSwapped =
        row > 1 && typed[row - 2] === text[at - 1] && typed[row - 1] === text[at - 2]
      current[at] = Math.min(
        (last[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped && at > 1 ? (before[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = current
  }
  return Math.min(...last)
}
