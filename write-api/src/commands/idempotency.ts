import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import type { Database } from '../database/connect.ts'
import { idempotencyKeys } from '../database/tables.ts'
import { answerCommand, type CommandDeps, type Outcome } from './answer-command.ts'

const keptMs = 24 * 3600 * 1000
const purgedAtOnce = 1_000

type Claim = { userId: string; key: string; request: string }
/** `repeats`: done twice it is as done once, so that it is done again, and its answer is not kept. */
type Kind = { repeats: boolean }

/**
 * `answerCommand` for a POST: under an `Idempotency-Key` (the user's, 1 to 255 visible ASCII characters)
 * the command runs once, and the same request again within 24 hours gets the same result. It is kept in
 * the command's own transaction. Rejects with 422 for another request under the key. `T` is plain JSON.
 * What shows more than the user's own words must repeat: it may have been hidden since.
 */
export async function answerOnce<E extends ApiEnv, T extends object>(
  c: Context<E>,
  deps: CommandDeps & { clock: () => Date },
  userId: string,
  work: (db: Database) => Promise<Outcome<T>>,
  kind: Kind = { repeats: false },
): Promise<T> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return answerCommand(c, deps, work)
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const rule = 'must be 1 to 255 visible ASCII characters'
    throw new ApiError('validation_failed', { 'idempotency-key': [rule] })
  }
  const claim = { userId, key, request: await fingerprint(c) }
  return answerCommand(c, deps, (db) => once(db, claim, deps.clock(), work, kind))
}

/** Formatting of the JSON does not matter. */
async function fingerprint(c: Context): Promise<string> {
  const text = await c.req.text()
  const body = text === '' ? '' : JSON.stringify(JSON.parse(text))
  return createHash('sha256').update(`${c.req.method} ${c.req.path}\n${body}`).digest('hex')
}

async function once<T extends object>(
  db: Database,
  claim: Claim,
  now: Date,
  work: (db: Database) => Promise<Outcome<T>>,
  { repeats }: Kind,
): Promise<Outcome<T>> {
  const own = and(eq(idempotencyKeys.userId, claim.userId), eq(idempotencyKeys.key, claim.key))
  if (!(await isClaimed(db, claim, now))) {
    const [before] = await db.select().from(idempotencyKeys).where(own)
    if (before?.request !== claim.request) throw new ApiError('idempotency_key_reused')
    return repeats ? await work(db) : { userId: claim.userId, result: before.answer as T }
  }
  const outcome = await work(db)
  if (!repeats) await db.update(idempotencyKeys).set({ answer: outcome.result }).where(own)
  return outcome
}

/** False when the key was used; a rival's uncommitted claim is waited for. */
async function isClaimed(db: Database, claim: Claim, now: Date): Promise<boolean> {
  const row = { ...claim, answer: null, createdAt: now }
  const claimed = await db
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.key],
      set: row,
      setWhere: lt(idempotencyKeys.createdAt, expiry(now)),
    })
    .returning({ key: idempotencyKeys.key })
  return claimed.length > 0
}

/** Takes away what was kept long enough; instances that do it at once don't wait for each other. */
export async function purgeIdempotencyKeys(db: Database, now: Date): Promise<void> {
  const place = sql`${idempotencyKeys}.ctid`
  for (let purged = purgedAtOnce; purged === purgedAtOnce;) {
    const expired = db
      .select({ place })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, expiry(now)))
      .limit(purgedAtOnce)
      .for('update', { skipLocked: true })
    const { rowCount } = await db.delete(idempotencyKeys).where(inArray(place, expired))
    purged = rowCount ?? 0
  }
}

const expiry = (now: Date) => new Date(now.getTime() - keptMs)
