import { isIP } from 'node:net'

/**
 * The host name that a `Referer` header tells, without port, path or query. Null without a web page
 * that has a name: an address may be the reader's own.
 */
export function referrerHost(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(header)) return null
  const { protocol, hostname } = new URL(header)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  const isName = /^[a-z0-9._-]{1,253}$/.test(hostname) && isIP(hostname) === 0
  return isName ? hostname : null
}
