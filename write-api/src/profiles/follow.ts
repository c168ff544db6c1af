import type { Profile } from '@broadsheet/contracts/user'
import { ApiError } from '@broadsheet/platform/api-error'
import { and, eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { folded, follows, users } from '../database/tables.ts'
import type { User } from '../identity/accounts.ts'

type Followed = Outcome<{ profile: Profile }>

/** Follows an author; doing it again changes nothing. */
export async function follow(
  db: Database,
  followerId: string,
  username: string,
  now: Date,
): Promise<Followed> {
  const followee = await userNamed(db, username)
  const row = { followerId, followeeId: followee.id, createdAt: now }
  await db.insert(follows).values(row).onConflictDoNothing()
  return { userId: followerId, result: profileOf(followee, true) }
}

/** Follows an author no more; doing it again changes nothing. */
export async function unfollow(
  db: Database,
  followerId: string,
  username: string,
): Promise<Followed> {
  const followee = await userNamed(db, username)
  const edge = and(eq(follows.followerId, followerId), eq(follows.followeeId, followee.id))
  await db.delete(follows).where(edge)
  return { userId: followerId, result: profileOf(followee, false) }
}

async function userNamed(db: Database, username: string): Promise<User> {
  const isStorable = !username.includes('\0') && username.isWellFormed()
  const [user] = isStorable
    ? await db
        .select()
        .from(users)
        .where(eq(folded(users.username), folded(username)))
    : []
  if (!user) throw new ApiError('profile_not_found')
  return user
}

function profileOf({ username, bio, image }: User, following: boolean): { profile: Profile } {
  return { profile: { username, bio, image, following } }
}
