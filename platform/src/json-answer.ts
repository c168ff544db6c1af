import type { Context, TypedResponse } from 'hono'
import { answerText } from './text-answer.ts'

/**
 * 200 with the JSON and an ETag of exactly these bytes, or 304 when the reader has them. The tag of an
 * article begins with its `version`, which a later `If-Match` compares.
 */
export function answerJson<T>(
  c: Context,
  body: T,
  version?: number,
): Response & TypedResponse<T, 200, 'json'> {
  const tagBeginning = version === undefined ? '' : `${version}.`
  const answer = answerText(c, JSON.stringify(body), 'application/json', tagBeginning)
  return answer as Response & TypedResponse<T, 200, 'json'>
}
