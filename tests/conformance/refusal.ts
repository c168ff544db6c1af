import { errorBody, errorCatalogue, type ErrorCode } from '@broadsheet/contracts/errors'
import { expect } from 'vitest'
import type { Answer } from '../author.ts'

/**
 * Expects an answer to be the refusal of a code, in the contract's shape: status, body, and the track
 * id in both body and header. `errors` are those of the catalogue unless given.
 */
export function expectRefusal(
  answer: Answer,
  code: ErrorCode,
  errors?: Record<string, unknown>,
): void {
  const { status, field, rule } = errorCatalogue[code]
  expect(answer).toMatchObject({ status, body: { code, errors: errors ?? { [field]: [rule] } } })
  expect(errorBody.parse(answer.body).trackId).toBe(answer.headers.get('x-track-id'))
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*:\d+:\d+|node_modules/)
}

/** A 422 that names these fields, each blank. */
export function expectBlank(answer: Answer, ...fields: string[]): void {
  const errors = Object.fromEntries(fields.map((field) => [field, ["can't be blank"]]))
  expectRefusal(answer, 'validation_failed', errors)
}

/** A 422 that names a field, by whatever rule. */
export function expectInvalid(answer: Answer, field: string): void {
  expectRefusal(answer, 'validation_failed', { [field]: [expect.any(String)] })
}
