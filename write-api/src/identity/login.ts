import type { Login, UserAnswer } from '@broadsheet/contracts/user'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { credentials, folded } from '../database/tables.ts'
import { selectAccounts, userAnswerOf, type Account } from './accounts.ts'
import { passwordMatches } from './password.ts'
import type { Sessions } from './sessions.ts'

/** The account, when email and password fit; the same 401, after the same work, when not. */
export async function checkPassword(db: Database, input: Login): Promise<Account> {
  const [account] = await selectAccounts(db).where(
    eq(folded(credentials.email), folded(input.email)),
  )
  const matches = await passwordMatches(account?.passwordHash, input.password)
  if (!account || !matches) throw new ApiError('credentials_invalid')
  return account
}

/**
 * Signs in. It is a command, so that reads after it start from here even when Redis has lost what it
 * knew of this user. The lock keeps a password change from passing by between check and session.
 */
export async function login(
  db: Database,
  sessions: Sessions,
  account: Account,
): Promise<Outcome<UserAnswer>> {
  const [current] = await db
    .select({ passwordHash: credentials.passwordHash })
    .from(credentials)
    .where(eq(credentials.userId, account.id))
    .for('share')
  if (current?.passwordHash !== account.passwordHash) throw new ApiError('credentials_invalid')
  const token = await sessions.start(account.id)
  return { userId: account.id, result: userAnswerOf(account, token) }
}
