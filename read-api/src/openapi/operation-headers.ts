import type { Operation } from '@broadsheet/contracts/operations/all'

const text = (description: string, more: object = {}) => ({
  description,
  schema: { type: 'string', ...more },
})

/** Headers that a request may have, by the names of their components. */
export const requestHeaders = {
  ConsistencyToken: {
    name: 'Consistency-Token',
    ...text('From the answer to a write: this read is to see that write'),
  },
  Prefer: {
    name: 'Prefer',
    ...text('`consistency=strict`: rather 503 than an answer that is behind'),
  },
  IfNoneMatch: { name: 'If-None-Match', ...text('`ETag`s of what the reader has') },
  IfMatch: { name: 'If-Match', ...text('`ETag`s of the article that is to be changed') },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    ...text('The same request under the same key within 24 hours is carried out once', {
      pattern: '^[!-~]{1,255}$',
    }),
  },
} as const

/** Headers that an answer may have, likewise. */
export const answerHeaders = {
  'X-Track-Id': {
    ...text('The id of the request in every log line, the one that was sent or a new one'),
    required: true,
  },
  'Consistency-Token': text('Where this write stands; for the reads that are to see it'),
  Consistency: text('Whether the answer has all the writes that were asked for', {
    enum: ['fresh', 'stale'],
  }),
  'Consistency-Lag': {
    description: 'How far a stale answer is behind, ms',
    schema: { type: 'integer', minimum: 0 },
  },
  ETag: text("The version of what this viewer gets; an article's can be sent as `If-Match`"),
  Location: text('Where it is now'),
  'Retry-After': {
    description: 'Seconds after which to try again',
    schema: { type: 'integer', minimum: 0 },
  },
} as const

type Reference = { $ref: string }
type HeaderName = keyof typeof answerHeaders

/** The parameters of an operation that are headers. */
export function headerParameters(operation: Operation): Reference[] {
  const { method, responses } = operation
  const names: (keyof typeof requestHeaders | false)[] = [
    isAwareOfTokens(operation) && 'ConsistencyToken',
    isAwareOfTokens(operation) && '304' in responses && 'Prefer',
    '304' in responses && 'IfNoneMatch',
    '412' in responses && 'IfMatch',
    method === 'post' && isForUsers(operation) && 'IdempotencyKey',
  ]
  return names.flatMap((name) => (name ? [{ $ref: `#/components/parameters/${name}` }] : []))
}

/** The headers of an operation's answer of this status. */
export function headersOf(operation: Operation, status: string): Record<string, Reference> {
  const succeeded = status.startsWith('2')
  const readable = succeeded || status === '304'
  const names: (HeaderName | false)[] = [
    'X-Track-Id',
    succeeded && operation.method !== 'get' && isForUsers(operation) && 'Consistency-Token',
    readable && isAwareOfTokens(operation) && 'Consistency',
    readable && isAwareOfTokens(operation) && 'Consistency-Lag',
    readable && '304' in operation.responses && 'ETag',
    readable && '412' in operation.responses && 'ETag',
    status === '301' && 'Location',
    ['429', '502', '503'].includes(status) && 'Retry-After',
  ]
  return Object.fromEntries(
    names.flatMap((name) => (name ? [[name, { $ref: `#/components/headers/${name}` }]] : [])),
  )
}

const isAwareOfTokens = ({ method, responses }: Operation) => method === 'get' && '400' in responses
const isForUsers = ({ security }: Operation) => security?.some((way) => 'token' in way) ?? false
