import { ApiError } from '@broadsheet/platform/api-error'
import { eq, sql } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { credentials } from '../database/tables.ts'
import { userNamed } from './accounts.ts'
import type { Sessions } from './sessions.ts'

/**
 * Keeps a user from signing in, and ends all their sessions. They are ended while the row is locked and
 * before the commit: a sign-in under way either has its session ended here or finds the row disabled.
 */
export async function disableUser(
  db: Database,
  sessions: Sessions,
  username: string,
  now: Date,
): Promise<Outcome<null>> {
  const { id: userId } = await userNamed(db, username)
  const since = sql`coalesce(${credentials.disabledAt}, ${now.toISOString()}::timestamptz)`
  await setDisabled(db, userId, since, 'has no account to disable')
  await sessions.endAll(userId)
  return { userId, result: null }
}

/** Lets a disabled user sign in again; their sessions stay ended. */
export async function enableUser(db: Database, username: string): Promise<Outcome<null>> {
  const { id: userId } = await userNamed(db, username)
  await setDisabled(db, userId, sql`null`, 'has no account to enable')
  return { userId, result: null }
}

async function setDisabled(
  db: Database,
  userId: string,
  disabledAt: ReturnType<typeof sql>,
  otherwise: string,
): Promise<void> {
  const changed = await db
    .update(credentials)
    .set({ disabledAt })
    .where(eq(credentials.userId, userId))
    .returning({ userId: credentials.userId })
  if (changed.length === 0) throw new ApiError('validation_failed', { username: [otherwise] })
}
