import { parsePosition, type ConsistencyToken } from '@broadsheet/contracts/token'

/**
 * The articles that were just deleted or unpublished, or whose newest change was parked. A mark
 * counts until the store that is asked has applied the command that made it: from then on the store
 * itself knows better (the article may have been published again).
 */
export class HiddenArticles {
  readonly #marks: ReadonlyMap<string, string>

  /** `marks`: article id → position of the command, or another text for a parked change. */
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

  /** Whether the article's newest change could not be applied: what is stored of it is stale. */
  isParked(id: string): boolean {
    const mark = this.#marks.get(id)
    return mark !== undefined && parsePosition(mark) === null
  }
}
