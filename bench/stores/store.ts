import type { Article, PageView } from './page-views.ts'

/** What is asked, `from` inclusive to `to` exclusive, ms; `starts` are those of the days in the zone. */
export type Question = { name: string } & (
  | { kind: 'article'; article: string; zone: string; from: number; to: number; starts: number[] }
  | { kind: 'site'; from: number; to: number; starts: number[] }
  | { kind: 'tags'; from: number; to: number; limit: number }
  | { kind: 'trending'; from: number; to: number; halfLife: number; limit: number }
)

/** `key`: a tag, an article, the start of a day in ms, or `total`; `readers` or a `score` beside the views. */
export type AnswerRow = { key: string; views: number; readers: number; score: number }

export type Bytes = { name: string; data: number; indexes: number }

/** One way to keep page views, in a database of its own. */
export type Store = {
  name: string
  prepare: (articles: readonly Article[]) => Promise<void>
  /** Puts the bulk in quickly, before anything else, as `viewLines`; `settle` makes it fit to be asked. */
  fill: (lines: string) => Promise<void>
  settle: () => Promise<void>
  /** As the running system puts a batch in; what comes again counts once. */
  insert: (views: readonly PageView[]) => Promise<void>
  /** After all inserts: what the store would sooner or later do by itself. */
  tidy: () => Promise<void>
  bytes: () => Promise<Bytes[]>
  /** How many views there are, each once. */
  views: () => Promise<number>
  ask: (question: Question) => Promise<AnswerRow[]>
  close: () => Promise<void>
}
