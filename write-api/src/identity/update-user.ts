import type { UserAnswer, UserChanges } from '@broadsheet/contracts/user'
import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { credentials, users } from '../database/tables.ts'
import { given, laterThan } from '../database/values.ts'
import { accountOf, refuseTaken, userAnswerOf } from './accounts.ts'
import { shownToken, type SignedIn } from './authentication.ts'
import type { Sessions } from './sessions.ts'

/** A new password ends the user's other sessions, before the commit: none may outlive it. */
export async function updateUser(
  db: Database,
  sessions: Sessions,
  now: Date,
  signedIn: SignedIn,
  changes: Omit<UserChanges, 'password'> & { passwordHash?: string | undefined },
): Promise<Outcome<UserAnswer>> {
  const { userId } = signedIn
  const { email, passwordHash, ...profile } = changes
  const [before] = await db.select().from(users).where(eq(users.id, userId)).for('update')
  if (before && Object.keys(given(profile)).length > 0) {
    const updatedAt = laterThan(before.updatedAt, now)
    const change = { ...given(profile), updatedAt }
    await refuseTaken(db.update(users).set(change).where(eq(users.id, userId)))
  }
  const secrets = given({ email, passwordHash })
  if (Object.keys(secrets).length > 0) {
    await refuseTaken(db.update(credentials).set(secrets).where(eq(credentials.userId, userId)))
  }
  if (passwordHash !== undefined) await sessions.endOthers(userId, signedIn.token)
  return { userId, result: userAnswerOf(await accountOf(db, userId), shownToken(signedIn)) }
}
