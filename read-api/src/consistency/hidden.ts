import { hiddenCommentPrefix, parkedStatsPrefix, statsRowPrefix } from '@broadsheet/contracts/names'
import { parsePosition, type ConsistencyToken } from '@broadsheet/contracts/token'

/**
 * What nobody is shown: articles by id, comments by the decimal text of theirs. `stats` is about the
 * statistics alone.
 */
export type Hidden = { articles: HiddenIds; comments: HiddenIds; stats: ParkedStats }

/** `marks`: `hidden` as write-api and the projector keep it. */
export function hiddenOf(marks: ReadonlyMap<string, string>): Hidden {
  const articles = new Map<string, string>()
  const comments = new Map<string, string>()
  const stats = new Map<string, string>()
  for (const [id, mark] of marks) {
    if (id.startsWith(statsRowPrefix)) stats.set(id, mark)
    else if (id.startsWith(hiddenCommentPrefix))
      comments.set(id.slice(hiddenCommentPrefix.length), mark)
    else articles.set(id, mark)
  }
  return {
    articles: new HiddenIds(articles),
    comments: new HiddenIds(comments),
    stats: new ParkedStats(stats),
  }
}

const parkedArticle = `${statsRowPrefix}articles:`

/** Changes that the stats store could not take. */
export class ParkedStats {
  /** Articles whose own change it was: what the store has of them may be taken back already. */
  readonly articles: readonly string[]
  readonly #touched: ReadonlySet<string>

  /** `marks`: row → `parkedStats` of its article. */
  constructor(marks: ReadonlyMap<string, string>) {
    const ids = [...marks.keys()].filter((row) => row.startsWith(parkedArticle))
    this.articles = ids.map((row) => row.slice(parkedArticle.length))
    const touched = [...marks.values()].map((mark) => mark.slice(parkedStatsPrefix.length))
    this.#touched = new Set(touched)
  }

  /** Whether the numbers of an article are stale: of it, of a row of it, or of one that may be of any. */
  touches(articleId: string): boolean {
    return this.#touched.has(articleId) || this.#touched.has('')
  }

  any(): boolean {
    return this.#touched.size > 0
  }
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
