import { storable } from '@broadsheet/contracts/text'
import type { UserAnswer } from '@broadsheet/contracts/user'
import { ApiError } from '@broadsheet/platform/api-error'
import { eq } from 'drizzle-orm'
import type { Database } from '../database/connect.ts'
import { brokenUniqueness } from '../database/failures.ts'
import { credentials, folded, users } from '../database/tables.ts'

export type User = typeof users.$inferSelect
/** A user who can sign in. */
export type Account = User & { email: string; passwordHash: string }

const accountFields = {
  id: users.id,
  username: users.username,
  bio: users.bio,
  image: users.image,
  editor: users.editor,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
  email: credentials.email,
  passwordHash: credentials.passwordHash,
}

export function selectAccounts(db: Database) {
  return db
    .select(accountFields)
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.userId))
    .$dynamic()
}

/** The account of a session, 401 when there is none any more. */
export async function accountOf(db: Database, userId: string): Promise<Account> {
  const [account] = await selectAccounts(db).where(eq(users.id, userId))
  if (!account) throw new ApiError('token_invalid')
  return account
}

/** The user of a name, in whatever case; 404 when there is none. */
export async function userNamed(db: Database, username: string): Promise<User> {
  const [user] = storable(username)
    ? await db
        .select()
        .from(users)
        .where(eq(folded(users.username), folded(username)))
    : []
  if (!user) throw new ApiError('profile_not_found')
  return user
}

export function userAnswerOf(account: Account, token: string): UserAnswer {
  const { email, username, bio, image } = account
  return { user: { email, token, username, bio, image } }
}

/** Names and addresses are unique by their indexes; who comes second is told which one it was. */
export async function refuseTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const index = brokenUniqueness(error)
    if (index === 'users_username_key') throw new ApiError('username_taken')
    if (index === 'credentials_email_key') throw new ApiError('email_taken')
    throw error
  }
}
