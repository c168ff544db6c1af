import { tokenHeader } from '@broadsheet/contracts/token'
import { Refusal } from '../refusal.ts'
import { ask, reasonOf } from '../server/request.ts'

export const demoAuthor = { username: 'demo', email: 'demo@example.com' } as const

const patienceMs = 60_000

/** Sees to it that the demo author can sign in with this password. */
export async function registerDemoAuthor(url: string, password: string): Promise<void> {
  const user = { ...demoAuthor, password }
  const request = { method: 'POST', path: '/api/users', json: { user } }
  const registered = await ask(url, request, patienceMs)
  if (registered.status === 201) return
  if (registered.status !== 409) {
    throw new Refusal(`the demo author cannot be registered: ${reasonOf(registered)}`)
  }
  await signInAsDemo(url, password)
}

/** Resolves to a consistency token that is after everything written before. */
export async function signInAsDemo(url: string, password: string): Promise<string> {
  const { email, username } = demoAuthor
  const login = { method: 'POST', path: '/api/users/login', json: { user: { email, password } } }
  const { status, headers } = await ask(url, login, patienceMs)
  if (status === 200) return headers.get(tokenHeader) ?? ''
  throw new Refusal(`${email} or ${username} is there already, with another password`)
}
