import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The place of one committed command in the change stream.
 *
 * - `incarnation`: number of the stream (slot + topic) that carries it, from 1
 * - `xid`: low 32 bits of the transaction id, or null when only the LSN is known
 * - `lsn`: byte position in the WAL at or after the end of the commit record
 */
export type ConsistencyToken = { incarnation: number; xid: number | null; lsn: bigint }

export const tokenHeader = 'Consistency-Token'
export const tokenCookie = 'consistency'

const positionPattern = /^(\d{1,9})\.(\d{1,10}|-)\.([0-9a-f]{1,16})$/

/** The unsigned form, for stores that only we write: `<incarnation>.<xid or ->.<lsn in hex>`. */
export function formatPosition(token: ConsistencyToken): string {
  return `${token.incarnation}.${token.xid ?? '-'}.${token.lsn.toString(16)}`
}

/** Reads `formatPosition`'s text; null when it is anything else. */
export function parsePosition(text: string): ConsistencyToken | null {
  const match = positionPattern.exec(text)
  if (!match) return null
  const xid = match[2] === '-' ? null : Number(match[2])
  if (xid !== null && xid > 0xffff_ffff) return null
  return { incarnation: Number(match[1]), xid, lsn: BigInt(`0x${match[3]}`) }
}

function signature(position: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(position).digest().subarray(0, 16)
}

/** The opaque form that clients carry; `key` is the shared secret, 32 bytes. */
export function signToken(token: ConsistencyToken, key: Buffer): string {
  const position = formatPosition(token)
  return `${position}.${signature(position, key).toString('base64url')}`
}

/** Null when the text is malformed or was not signed with `key`: nobody can invent a position. */
export function verifyToken(text: string, key: Buffer): ConsistencyToken | null {
  const end = text.lastIndexOf('.')
  if (end < 0) return null
  const position = text.slice(0, end)
  const given = Buffer.from(text.slice(end + 1), 'base64url')
  const expected = signature(position, key)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return parsePosition(position)
}
