import type { Hono } from 'hono'
import { randomUUID } from 'node:crypto'

type Answer = { status: number; headers: Headers; body: any }
type Asked = {
  /** A bearer token, or a whole Authorization header when it has a space in it. */
  as?: string | undefined
  /** Sent as JSON; a string goes as it is. */
  body?: unknown
  headers?: Record<string, string>
}
/** Asks the API of a path under `/api`. */
export type Api = (method: string, path: string, asked?: Asked) => Promise<Answer>

/** The API that runs at an address. */
export const apiAt = (origin: string): Api => caller((path, init) => fetch(origin + path, init))
/** The API of an app in this process. */
export const apiOf = (app: Pick<Hono<any>, 'request'>): Api =>
  caller(async (path, init) => await app.request(path, init))

function caller(send: (path: string, init: RequestInit) => Promise<Response>): Api {
  return async (method, path, { as, body, headers = {} } = {}) => {
    const authorization = as === undefined ? {} : { authorization: header(as) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await send(`/api${path}`, {
      method,
      headers: { ...type, ...authorization, ...headers },
      body: text ?? null,
    })
    const answer = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: answer === '' ? null : JSON.parse(answer),
    }
  }
}

const header = (as: string) => (as.includes(' ') ? as : `Token ${as}`)

/** A word that no other test uses. */
export const unique = (prefix: string) =>
  `${prefix}${randomUUID().replaceAll('-', '').slice(0, 16)}`

export const password = 'correct horse'

export async function signUp(
  api: Api,
): Promise<{ token: string; username: string; email: string }> {
  const username = unique('u')
  const email = `${username}@example.com`
  const answer = await api('POST', '/users', { body: { user: { username, email, password } } })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return { token: answer.body.user.token, username, email }
}

/** A new article of the user of `token`. */
export async function write(api: Api, token: string, fields: object = {}): Promise<any> {
  const article = { title: unique('Title '), description: 'd', body: 'b', ...fields }
  const answer = await api('POST', '/articles', { as: token, body: { article } })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.article
}
