import { randomUUID } from 'node:crypto'

export type Answer = { status: number; headers: Headers; body: unknown }

export type Account = { username: string; email: string; password: string }

/** Somebody signed in, who carries nothing but the Authorization header. */
export type Author = Account & {
  gateway: string
  token: string
  bearer: () => Record<string, string>
  /** At the gateway, unless the path is a whole URL. */
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  put: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>
  remove: (path: string) => Promise<Answer>
}

/** An account that nobody has yet. */
export function newAccount(given: Partial<Account> = {}): Account {
  const username = `author-${randomUUID().slice(0, 13)}`
  return { username, email: `${username}@example.com`, password: 'a long password', ...given }
}

/** Registers an author, of a unique name unless one is given, at the gateway. */
export async function register(gateway: string, given: Partial<Account> = {}): Promise<Author> {
  const account = newAccount(given)
  const { body, status } = await send(`${gateway}/api/users`, 'POST', {}, { user: account })
  if (status !== 201) throw new Error(`registration answered ${status} ${JSON.stringify(body)}`)
  return signedIn(gateway, account, body)
}

/** One more sign-in of an account, as on another device. */
export async function signIn(gateway: string, account: Account): Promise<Author> {
  const { email, password } = account
  const url = `${gateway}/api/users/login`
  const { body, status } = await send(url, 'POST', {}, { user: { email, password } })
  if (status !== 200) throw new Error(`sign-in answered ${status} ${JSON.stringify(body)}`)
  return signedIn(gateway, account, body)
}

function signedIn(gateway: string, account: Account, body: unknown): Author {
  const { username, email, password } = account
  const { token } = (body as { user: { token: string } }).user
  const authorization = { Authorization: `Token ${token}` }
  const ask =
    (method: string) =>
    (path: string, json?: unknown, headers: Record<string, string> = {}) =>
      send(
        path.startsWith('http') ? path : gateway + path,
        method,
        { ...authorization, ...headers },
        json,
      )
  return {
    gateway,
    username,
    email,
    password,
    token,
    bearer: () => authorization,
    get: (path, headers) => ask('GET')(path, undefined, headers),
    post: ask('POST'),
    put: ask('PUT'),
    remove: ask('DELETE'),
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
    body: isJson && text !== '' ? JSON.parse(text) : null,
  }
}
