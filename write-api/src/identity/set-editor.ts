import { eq } from 'drizzle-orm'
import type { Outcome } from '../commands/answer-command.ts'
import type { Database } from '../database/connect.ts'
import { users } from '../database/tables.ts'
import { userNamed } from './accounts.ts'

/** Makes a user an editor, or one no more; doing it again changes nothing. 404 for nobody's name. */
export async function setEditor(
  db: Database,
  username: string,
  editor: boolean,
): Promise<Outcome<null>> {
  const { id: userId } = await userNamed(db, username)
  await db.update(users).set({ editor }).where(eq(users.id, userId))
  return { userId, result: null }
}
