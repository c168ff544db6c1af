import { ApiError } from '@broadsheet/platform/api-error'

/** Names the article's version; an answer's own ETag may go on after it, as in `"7-c0ffee"`. */
export function entityTag(version: number): string {
  return `"${version}"`
}

/**
 * `If-Match` by strong comparison: one of its tags names this version, or it is `*`. Absent, it asks
 * for nothing. Rejects with 412.
 */
export function checkPrecondition(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const tags = ifMatch.split(',').map((tag) => /^"(\d+)(?:[^\d"][^"]*)?"$/.exec(tag.trim())?.[1])
  if (!tags.includes(String(version))) throw new ApiError('precondition_failed')
}
