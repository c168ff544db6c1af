import { ApiError } from '@broadsheet/platform/api-error'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'

/** Where a page ended, as a client gets it: signed, and good for one kind of list alone. */
export function signCursor(kind: string, cursor: unknown, key: Buffer): string {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url')
  return `${text}.${signatureOf(kind, text, key)}`
}

/** 422 for what was not given by us, or for another kind of list. */
export function verifyCursor<S extends z.ZodType>(
  kind: string,
  shape: S,
  given: string,
  key: Buffer,
): z.infer<S> {
  const [text = '', signature = '', ...more] = given.split('.')
  const [is, due] = [Buffer.from(signature), Buffer.from(signatureOf(kind, text, key))]
  const isSigned = more.length === 0 && is.length === due.length && timingSafeEqual(is, due)
  if (!isSigned) throw cursorRefused('is invalid')
  const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success) throw cursorRefused('is invalid')
  return parsed.data
}

export const cursorRefused = (rule: string) => new ApiError('validation_failed', { cursor: [rule] })

const signatureOf = (kind: string, text: string, key: Buffer) =>
  createHmac('sha256', key).update(`${kind} cursor ${text}`).digest('base64url').slice(0, 22)
