import type { Login } from '@broadsheet/contracts/user'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { credentials, folded } from '../database/tables.ts'
import { selectAccounts, type Account } from './accounts.ts'
import { passwordMatches } from './password.ts'
import type { Sessions, StartedSession } from './sessions.ts'

export type SignedInNow = StartedSession & { account: Account }

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
 * Signs in. It is a command, so that reads after it start from here
 * even when Redis has lost what it knew of this user. The lock keeps a password change and a disabling
 * from passing by between check and session. Every way to sign in goes through here.
 */
export async function login(
  db: Database,
  sessions: Sessions,
  account: Account,
): Promise<Outcome<SignedInNow>> {
  const [current] = await db
    .select({ passwordHash: credentials.passwordHash, disabledAt: credentials.disabledAt })
    .from(credentials)
    .where(eq(credentials.userId, account.id))
    .for('share')
  if (current?.passwordHash !== account.passwordHash) throw new ApiError('credentials_invalid')
  if (current.disabledAt !== null) throw new ApiError('account_disabled')
  const started = await sessions.start(account.id)
  return { userId: account.id, result: { ...started, account } }
}
