import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { isIP } from 'node:net'
import proxyAddress from 'proxy-addr'

/** Whether an address is one of the proxies that we believe. */
export type Trust = (address: string) => boolean

/** Addresses, ranges (`10.0.0.0/8`) and names of ranges (`loopback`, `uniquelocal`); throws when one is neither. */
export function trustIn(proxies: readonly string[]): Trust {
  const trusted = proxyAddress.compile([...proxies])
  return (address) => trusted(address, 0)
}

/**
 * The address that a request came from. `X-Forwarded-For` is believed only as far as it was written by
 * proxies of ours: who connects to us directly may claim anything in it. An IPv4 address that came over
 * IPv6 is given as IPv4.
 */
export function clientAddress(c: Context, trust: Trust): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (!incoming) return 'unknown'
  const peer = incoming.socket.remoteAddress ?? 'unknown'
  const told = proxyAddress(incoming as Parameters<typeof proxyAddress>[0], trust)
  return plain(isIP(told) === 0 ? peer : told)
}

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()
