import type { Profile } from '@broadsheet/contracts/user'
import { and, eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { follows } from '../database/tables.ts'
import { userNamed, type User } from '../identity/accounts.ts'

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

function profileOf({ username, bio, image }: User, following: boolean): { profile: Profile } {
  return { profile: { username, bio, image, following } }
}
