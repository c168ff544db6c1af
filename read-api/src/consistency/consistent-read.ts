import type { ProjectionName } from '@broadsheet/contracts/names'
import type { ConsistencyToken } from '@broadsheet/contracts/token'
import type { ApiVariables } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Context, MiddlewareHandler } from 'hono'
import type { Hidden } from './hidden.ts'
import type { ReaderStates } from './reader-state.ts'
import type { Refresher } from './refresher.ts'
import { carriedTokens, prefersStrict, presentedCredential } from './request-tokens.ts'
import type { TokenAges } from './token-ages.ts'
import type { Freshness, Watermarks } from './watermarks.ts'

export type Consistency = {
  watermarks: Watermarks
  refresher: Refresher
  readers: ReaderStates
  sessionCookie: string
  ages: TokenAges
  tokenKey: Buffer
  waitMs: number
}

/**
 * What an endpoint reads: its projections, whether it searches (rather than looks up by id), and
 * whether it is for signed-in readers alone, or shows the same to everybody.
 */
export type Uses = {
  projections: readonly ProjectionName[]
  searches: boolean
  signedIn?: true
  sameForAll?: true
}

/** The reader of a request (`userId` null: not signed in) and what must not be shown to anybody. */
export type Reading = {
  userId: string | null
  hidden: Hidden
  /** Says that the answer is behind, if the request asked at all; 503 if it must not be. */
  stale: () => void
  /** 503 when the projection is behind what this reader carries: for what must not be answered from it. */
  requireSeen: (projection: ProjectionName) => void
}
/** A public answer is nobody's own, but its headers say how fresh it is for who asked with a token. */
const varyOfPublic = 'Authorization, Cookie, Consistency-Token'
export type ReadEnv = { Variables: ApiVariables & { reading: Reading } }

/**
 * Before a handler: finds the reader, waits until all their tokens can be seen in what the endpoint
 * uses, and says so in the answer's headers. Every read route is declared with it.
 */
export function consistentRead(consistency: Consistency, uses: Uses): MiddlewareHandler<ReadEnv> {
  return async (c, next) => {
    c.header('Cache-Control', 'private, no-cache')
    c.header('Vary', uses.sameForAll ? varyOfPublic : 'Authorization, Cookie')
    const carried = carriedTokens(c, consistency.tokenKey)
    const credential = presentedCredential(c, consistency.sessionCookie)
    const { hidden, userId, tokens } = await consistency.readers.load(credential?.token)
    // A cookie comes unasked: one that has run out must not shut the public pages.
    if (userId === null && (uses.signedIn || credential?.from === 'header')) {
      throw new ApiError(credential === undefined ? 'token_missing' : 'token_invalid')
    }

    const all = [...carried, ...(tokens ?? [])]
    const asked = all.length > 0 || tokens === null
    // Whoever keeps it asks each time whether it is still so: nothing is late to be hidden.
    if (uses.sameForAll && !asked && userId === null) c.header('Cache-Control', 'public, no-cache')
    const stale = () => {
      if (asked) sayStale(c, consistency, uses, all)
    }
    const requireSeen = (projection: ProjectionName) => {
      const isBehind = consistency.watermarks.behind([projection], all).length > 0
      if (isBehind || tokens === null) throw notFresh()
    }
    c.set('reading', { userId, hidden, stale, requireSeen })
    if (asked) {
      const reached = await reach(c, consistency, uses, all)
      if (reached === 'fresh' && tokens !== null) c.header('Consistency', 'fresh')
      else stale()
    }
    await next()
  }
}

/**
 * The ids of hidden articles or comments that a search may still find. While a change of any of them is
 * parked, the answer is said to be stale.
 */
export function hiddenFromSearch(
  kind: 'articles' | 'comments',
  { hidden, stale }: Reading,
  { refresher }: Consistency,
): string[] {
  if (hidden[kind].anyParked()) stale()
  return hidden[kind].ids((position) => refresher.covers(position))
}

async function reach(
  c: Context,
  { watermarks, refresher, ages, waitMs }: Consistency,
  uses: Uses,
  tokens: readonly ConsistencyToken[],
): Promise<Freshness> {
  const unseen = tokens.filter((token) => watermarks.behind(uses.projections, [token]).length > 0)
  if (unseen.length > 0) {
    for (const token of unseen) ages.saw(token)
    const { signal } = c.req.raw
    const freshness = await watermarks.waitFor(uses.projections, tokens, waitMs, signal)
    if (freshness === 'stale') return 'stale'
    for (const token of unseen) ages.reached(token)
  }
  if (uses.searches) await refresher.makeSearchable(tokens)
  return 'fresh'
}

function sayStale(
  c: Context,
  { watermarks, ages }: Consistency,
  uses: Uses,
  tokens: readonly ConsistencyToken[],
): void {
  const unseen = tokens.filter((token) => watermarks.behind(uses.projections, [token]).length > 0)
  c.header('Consistency', 'stale')
  c.header('Consistency-Lag', String(ages.oldest(unseen)))
  if (prefersStrict(c)) throw notFresh()
}

const notFresh = () => new ApiError('not_fresh', undefined, { 'Retry-After': '1' })
