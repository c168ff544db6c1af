export type BasicAuth = { username: string; password: string }

export type Endpoint = {
  /** Scheme, host, port and path prefix, with no credentials and no slash at the end. */
  base: string
  /** Value of the `Authorization` header. */
  authorization: string | undefined
}

/**
 * Splits credentials off the URL, so that they can't be shown by an error or a log.
 * Throws a `TypeError` that names no part of a URL that can't be parsed, for the same reason.
 */
export function endpoint(url: string | URL, auth?: BasicAuth): Endpoint {
  const parsed = parse(url)
  const credentials = auth ?? credentialsOf(parsed)
  return {
    base: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`,
    authorization: credentials && basic(credentials),
  }
}

function parse(url: string | URL): URL {
  const parsed = URL.canParse(String(url)) ? new URL(String(url)) : undefined
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new TypeError("Kafka Connect's URL must be an absolute http or https URL")
  }
  return parsed
}

function credentialsOf(url: URL): BasicAuth | undefined {
  if (url.username === '' && url.password === '') return undefined
  try {
    return {
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }
  } catch {
    throw new TypeError("The credentials in Kafka Connect's URL are not percent-encoded")
  }
}

function basic({ username, password }: BasicAuth): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}
