import { hiddenCommentPrefix } from '@broadsheet/contracts/names'
import { parsePosition, type ConsistencyToken } from '@broadsheet/contracts/token'

/** What nobody is shown: articles by id, comments by the decimal text of theirs. */
export type Hidden = { articles: HiddenIds; comments: HiddenIds }

/** `marks`: `hidden` as write-api and the projector keep it. */
export function hiddenOf(marks: ReadonlyMap<string, string>): Hidden {
  const articles = new Map<string, string>()
  const comments = new Map<string, string>()
  for (const [id, mark] of marks) {
    if (id.startsWith(hiddenCommentPrefix)) comments.set(id.slice(hiddenCommentPrefix.length), mark)
    else articles.set(id, mark)
  }
  return { articles: new HiddenIds(articles), comments: new HiddenIds(comments) }
}

/**
 * What was just deleted or unpublished, or whose newest change was parked. A mark counts until the
 * store that is asked has applied the command that made it: from then on the store itself knows
 * better (the article may have been published again).
 */
export class HiddenIds {
  readonly #marks: ReadonlyMap<string, string>

  /** `marks`: id → position of the command, or another text for a parked change. */
  constructor(marks: ReadonlyMap<string, string>) {
    this.#marks = marks
  }

  ids(isApplied: (token: ConsistencyToken) => boolean): string[] {
    return [...this.#marks.keys()].filter((id) => this.has(id, isApplied))
  }

  has(id: string, isApplied: (token: ConsistencyToken) => boolean): boolean {
    const mark = this.#marks.get(id)
    if (mark === undefined) return false
    const position = parsePosition(mark)
    return position === null || !isApplied(position)
  }

  /** Whether the newest change could not be applied: what is stored is stale. */
  isParked(id: string): boolean {
    const mark = this.#marks.get(id)
    return mark !== undefined && parsePosition(mark) === null
  }

  /** Whether that is so of any: every list that it might be in is stale. */
  anyParked(): boolean {
    return [...this.#marks.keys()].some((id) => this.isParked(id))
  }
}
