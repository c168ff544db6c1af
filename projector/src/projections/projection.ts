import type { Change } from '@broadsheet/contracts/changes'
import type { ProjectionName } from '@broadsheet/contracts/names'
import type { PublishedTable } from '@broadsheet/contracts/rows'
import type { Position } from './position.ts'

/** A write that the store will never take as it is; `write` is the index in what was applied. */
export type Rejection = { write: number; error: string }

/** A build of a read model. One that is not live yet is being filled beside the live one. */
export type Generation = { number: number; live: boolean; position: Position }

/** Thrown when the store is not where this process left it: restored, or written by another. */
export class StoreMoved extends Error {
  override name = 'StoreMoved'
}

/**
 * The store of a projection. Every method may throw when the store is away and is then called again;
 * every effect is guarded inside the store, so that doing it twice changes nothing.
 */
export type Store<W> = {
  /** The generation that this incarnation feeds: the live one if it does, else a new one. */
  open: (incarnation: number) => Promise<Generation>
  /** Applies in order; resolves with the writes that can never be applied. */
  apply: (generation: Generation, writes: readonly W[], next: Position) => Promise<Rejection[]>
  /** Keeps the position; it may lag behind what is applied, and is never ahead of it. */
  savePosition: (generation: Generation, position: Position) => Promise<void>
  /** Readers see this generation from here on. */
  goLive: (generation: Generation) => Promise<void>
}

/** One read model: the tables it reads, what a change means to it, and where that goes. */
export type Projection<W> = {
  name: ProjectionName
  tables: readonly PublishedTable[]
  /** Pure. `version` is contracts' `changeVersion`. */
  project: (change: Change, version: bigint) => W[]
  store: Store<W>
}
