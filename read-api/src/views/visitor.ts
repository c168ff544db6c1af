import { createHmac } from 'node:crypto'

/** Who looks: their address as text, and what their browser calls itself. */
export type Visitor = { address: string; userAgent: string }

/** 128 bits in hex that are the same for one visitor on one UTC day. */
export type VisitorHash = (visitor: Visitor, at: Date) => string

/**
 * Hashes with a salt of the day, made from the shared key: all instances agree on it, and without the
 * key nobody can try out addresses. The same reader is another visitor on another day.
 */
export function openVisitorHash(key: Buffer): VisitorHash {
  let salt = { day: '', bytes: Buffer.alloc(0) }
  return ({ address, userAgent }, at) => {
    const day = at.toISOString().slice(0, 10)
    if (salt.day !== day) {
      salt = { day, bytes: createHmac('sha256', key).update(`views:${day}`).digest() }
    }
    const hash = createHmac('sha256', salt.bytes).update(`${address}\0${userAgent}`)
    return hash.digest('hex').slice(0, 32)
  }
}
