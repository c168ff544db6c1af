import type { Login } from '@broadsheet/contracts/user'
import type { ApiEnv } from '@broadsheet/platform/api'
import { clientAddress } from '@broadsheet/platform/client-address'
import type { Context } from 'hono'
import { answerCommand } from '../commands/answer-command.ts'
import { databaseOf } from '../database/connect.ts'
import type { WriteApi } from '../deps.ts'
import { checkPassword, login, type SignedInNow } from './login.ts'

/** Signs a request's user in, within the limits; the session of the token `replaced` ends with it. */
export async function signIn<E extends ApiEnv>(
  c: Context<E>,
  deps: WriteApi,
  input: Login,
  replaced?: string,
): Promise<SignedInNow> {
  const address = clientAddress(c, deps.trust)
  return await deps.limits.signIn(address, input.email, async () => {
    const account = await checkPassword(databaseOf(deps.pool), input)
    const signedIn = await answerCommand(c, deps, (db) => login(db, deps.sessions, account))
    // Only now: who could not be signed in anew keeps what they have.
    if (replaced !== undefined) await endReplaced(c, deps, replaced)
    return signedIn
  })
}

/** Best effort: the sign-in is committed, and a session that stays can be ended by hand. */
async function endReplaced(c: Context, { sessions }: WriteApi, token: string) {
  await sessions.end(token).catch((error: unknown) => {
    c.get('log').warn({ err: error }, 'a replaced session was not ended')
  })
}
