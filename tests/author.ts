import { randomUUID } from 'node:crypto'

export type Answer = { status: number; headers: Headers; body: unknown }

/** Somebody signed in, who carries nothing but the Authorization header. */
export type Author = {
  username: string
  email: string
  bearer: () => Record<string, string>
  /** At the gateway, unless the path is a whole URL. */
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  post: (path: string, body: unknown) => Promise<Answer>
  put: (path: string, body: unknown) => Promise<Answer>
  remove: (path: string) => Promise<Answer>
}

/** Registers an author of a unique name at the gateway. */
export async function register(gateway: string): Promise<Author> {
  const username = `author-${randomUUID().slice(0, 13)}`
  const email = `${username}@example.com`
  const user = { username, email, password: 'a long password' }
  const { body, status } = await send(`${gateway}/api/users`, 'POST', {}, { user })
  if (status !== 201) throw new Error(`registration answered ${status} ${JSON.stringify(body)}`)
  const { token } = (body as { user: { token: string } }).user
  const authorization = { Authorization: `Token ${token}` }
  return {
    username,
    email,
    bearer: () => authorization,
    get: (path, headers) =>
      send(path.startsWith('http') ? path : gateway + path, 'GET', {
        ...authorization,
        ...headers,
      }),
    post: (path, json) => send(gateway + path, 'POST', authorization, json),
    put: (path, json) => send(gateway + path, 'PUT', authorization, json),
    remove: (path) => send(gateway + path, 'DELETE', authorization),
  }
}

/** One request; the body is JSON or null. */
export async function send(
  url: string,
  method: string,
  headers: Record<string, string> = {},
  json?: unknown,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: json === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : null,
  }
}
