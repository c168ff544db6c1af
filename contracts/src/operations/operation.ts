import { z } from 'zod'
import { errorBody, errorCatalogue, type ErrorCode } from '../errors.ts'

/** A required JSON body of a request. */
export const jsonBody = <S extends z.ZodType>(schema: S) =>
  ({ body: { content: { 'application/json': { schema } }, required: true } }) as const

/** A JSON answer. */
export const jsonAnswer = <S extends z.ZodType>(schema: S, description: string) =>
  ({ content: { 'application/json': { schema } }, description }) as const

/** The answer to a reader who has the representation already. */
export const notModified = { 304: { description: 'The reader has this representation' } } as const

type Security = Record<string, string[]>[]

/** Who may ask: anybody, anybody but better known when signed in, or the signed-in alone. */
export const optionalUser: Security = [{}, { token: [] }, { cookie: [] }]
export const signedInUser: Security = [{ token: [] }, { cookie: [] }]

const always: ErrorCode[] = ['upstream_unavailable', 'service_unavailable']
const reads: ErrorCode[] = ['consistency_token_invalid', 'token_invalid', 'not_fresh']
const signedIn: ErrorCode[] = ['token_missing', 'token_invalid', 'cross_site']
const bodies: ErrorCode[] = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
]

/** Errors of an operation that needs no server but the one that answers. */
export const answerErrors = (...codes: ErrorCode[]) => errors(...always, ...codes)
/** Errors of every read. */
export const readErrors = (...codes: ErrorCode[]) => errors(...always, ...reads, ...codes)
/** Errors of every command of a signed-in user. */
export const commandErrors = (...codes: ErrorCode[]) => errors(...always, ...signedIn, ...codes)
/** The same for a command with a JSON body. */
export const bodyCommandErrors = (...codes: ErrorCode[]) => commandErrors(...bodies, ...codes)
/** Errors of a request with a JSON body from somebody who is not signed in yet. */
export const signInErrors = (...codes: ErrorCode[]) => errors(...always, ...bodies, ...codes)

/**
 * Error answers by status, each naming the codes that it may carry. Errors are thrown, so the type says
 * nothing of them: a handler's own answers alone are checked.
 */
function errors(...codes: ErrorCode[]): object {
  const byStatus = Map.groupBy(new Set(codes), (code) => errorCatalogue[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      status,
      jsonAnswer(
        errorBody.and(z.object({ code: z.enum(named) })),
        named.map((code) => `\`${code}\``).join(', '),
      ),
    ]),
  )
}
