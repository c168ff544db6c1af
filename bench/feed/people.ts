import { tokenHeader } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { expectStatus } from '../author.ts'
import { send } from '../http-client.ts'

/** Somebody signed in. */
export type Person = { username: string; headers: Record<string, string> }

export async function register(gateway: string, username: string): Promise<Person> {
  const user = { username, email: `${username}@example.com`, password: randomUUID() }
  const answer = await send(`${gateway}/api/users`, { method: 'POST', json: { user } })
  expectStatus(answer, 201)
  return { username, headers: { Authorization: `Token ${answer.body.user.token}` } }
}

/** Resolves with the write's consistency token. */
export async function publish(gateway: string, author: Person, title: string): Promise<string> {
  const article = { title, description: 'd', body: 'b' }
  const { headers } = author
  const answer = await send(`${gateway}/api/articles`, {
    method: 'POST',
    headers,
    json: { article },
  })
  expectStatus(answer, 201)
  return answer.headers.get(tokenHeader) ?? ''
}

export async function follow(gateway: string, reader: Person, author: Person): Promise<void> {
  const path = `${gateway}/api/profiles/${author.username}/follow`
  expectStatus(await send(path, { method: 'POST', headers: reader.headers }), 200)
}

/** Resolves when everything that was written before is in the read models. */
export async function untilShown(gateway: string, author: Person): Promise<void> {
  const token = await publish(gateway, author, 'The last of the load')
  const headers = { ...author.headers, [tokenHeader]: token, Prefer: 'consistency=strict' }
  for (let status = 503; status === 503;) {
    status = (await send(`${gateway}/api/articles?limit=1`, { headers })).status
  }
}
