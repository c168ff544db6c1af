import { z } from 'zod'

/**
 * Every error a client can see: its code, HTTP status, and the field and rule it names by default.
 * Field and rule may be overridden where the answer depends on the input (validation).
 */
export const errorCatalogue = {
  malformed_json: { status: 400, field: 'body', rule: 'is not valid JSON' },
  consistency_token_invalid: { status: 400, field: 'consistency-token', rule: 'is invalid' },
  credentials_invalid: { status: 401, field: 'credentials', rule: 'invalid' },
  token_missing: { status: 401, field: 'token', rule: 'is missing' },
  token_invalid: { status: 401, field: 'token', rule: 'is invalid' },
  article_forbidden: { status: 403, field: 'article', rule: 'forbidden' },
  comment_forbidden: { status: 403, field: 'comment', rule: 'forbidden' },
  account_disabled: { status: 403, field: 'account', rule: 'is disabled' },
  cross_site: { status: 403, field: 'origin', rule: 'must be this site' },
  operator_only: { status: 403, field: 'operator', rule: 'is required' },
  editors_only: { status: 403, field: 'editor', rule: 'is required' },
  import_forbidden: { status: 403, field: 'import', rule: 'forbidden' },
  article_not_found: { status: 404, field: 'article', rule: 'not found' },
  comment_not_found: { status: 404, field: 'comment', rule: 'not found' },
  session_not_found: { status: 404, field: 'session', rule: 'not found' },
  profile_not_found: { status: 404, field: 'profile', rule: 'not found' },
  route_not_found: { status: 404, field: 'route', rule: 'not found' },
  method_not_allowed: { status: 405, field: 'method', rule: 'not allowed' },
  username_taken: { status: 409, field: 'username', rule: 'has already been taken' },
  email_taken: { status: 409, field: 'email', rule: 'has already been taken' },
  precondition_failed: { status: 412, field: 'if-match', rule: 'does not match' },
  body_too_large: { status: 413, field: 'body', rule: 'is too large' },
  unsupported_media_type: { status: 415, field: 'content-type', rule: 'must be application/json' },
  validation_failed: { status: 422, field: 'body', rule: 'is invalid' },
  idempotency_key_reused: {
    status: 422,
    field: 'idempotency-key',
    rule: 'was used for another request',
  },
  rate_limited: { status: 429, field: 'rate', rule: 'limit exceeded' },
  internal_error: { status: 500, field: 'server', rule: 'internal error' },
  upstream_unavailable: { status: 502, field: 'server', rule: 'is not reachable' },
  not_fresh: { status: 503, field: 'consistency', rule: 'not reached in time' },
  service_unavailable: { status: 503, field: 'server', rule: 'is not available' },
} as const satisfies Record<string, { status: number; field: string; rule: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** Field name → the rules it broke, as sentences without a subject ("can't be blank"). */
export type FieldErrors = Record<string, string[]>

export const errorBody = z
  .object({
    errors: z.record(z.string(), z.array(z.string())),
    code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
    trackId: z.string(),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof errorBody>
