import type { Registration, UserAnswer } from '@broadsheet/contracts/user'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { credentials, users } from '../database/tables.ts'
import { refuseTaken, userAnswerOf } from './accounts.ts'
import type { Sessions } from './sessions.ts'

/**
 * Makes a user and signs them in. The session is started before the commit: without a session store
 * nobody is registered who could not be told so.
 */
export async function register(
  db: Database,
  sessions: Sessions,
  now: Date,
  input: Omit<Registration, 'password'> & { passwordHash: string },
): Promise<Outcome<UserAnswer>> {
  const { username, email, passwordHash } = input
  const profile = { username, createdAt: now, updatedAt: now }
  const [user] = await refuseTaken(db.insert(users).values(profile).returning())
  const userId = user!.id
  await refuseTaken(db.insert(credentials).values({ userId, email, passwordHash }))
  const { token } = await sessions.start(userId)
  return { userId, result: userAnswerOf({ ...user!, email, passwordHash }, token) }
}
