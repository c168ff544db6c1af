import { tokenHeader } from '@broadsheet/contracts/token'
import { Refusal } from '../refusal.ts'
import { ask } from '../server/request.ts'

const patienceMs = 30_000

/** Whether a search came to show, in good time, everything written up to this token. */
export async function becomesSearchable(url: string, token: string): Promise<boolean> {
  const headers = { [tokenHeader]: token, Prefer: 'consistency=strict' }
  try {
    const search = { method: 'GET', path: '/api/search?q=typescript&limit=3', headers }
    return (await ask(url, search, patienceMs)).status === 200
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
