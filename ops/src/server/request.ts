import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '../refusal.ts'
import { retryAfterMs } from './retry-after.ts'

export type Request = {
  method: string
  path: string
  headers?: Record<string, string>
  json?: unknown
}
/** `body` is the parsed JSON, or null when the answer was something else. */
export type Answer = { status: number; headers: Headers; body: unknown }

const timeoutMs = 30_000
const firstDelayMs = 250
const longestDelayMs = 5_000
const passing = [429, 502, 503, 504]

/**
 * One request, which must do no harm when it arrives twice. A server that cannot be reached or asks
 * to come later (429, 502, 503, 504; `Retry-After`) is asked again for at most `patienceMs`; after
 * that it is a Refusal.
 */
export async function ask(url: string, request: Request, patienceMs: number): Promise<Answer> {
  const until = Date.now() + patienceMs
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    const answer = await attempt(url, request)
    const failed = answer instanceof Error || passing.includes(answer.status)
    if (!failed) return answer
    const wait = (answer instanceof Error ? null : retryAfterMs(answer.headers)) ?? delayMs
    if (Date.now() + wait > until) throw new Refusal(inPlainWords(url, answer))
    await pause(wait)
  }
}

async function attempt(url: string, request: Request): Promise<Answer | Error> {
  const { method, path, headers = {}, json } = request
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' }
  try {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...type, ...headers },
      body: json === undefined ? null : JSON.stringify(json),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, headers: response.headers, body: await jsonOf(response) }
  } catch (error) {
    return error as Error
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function inPlainWords(url: string, answer: Answer | Error): string {
  if (answer instanceof Error) {
    const { code, message } = (answer.cause ?? answer) as NodeJS.ErrnoException
    const reason = typeof code === 'string' ? code : message
    return `nothing answers at ${url} (${reason}): is it running? (npm start)`
  }
  return `${url} keeps answering ${reasonOf(answer)}`
}

/** The server's own words: `422 title: can't be blank`. */
export function reasonOf({ status, body }: Answer): string {
  const errors = (body as { errors?: Record<string, string[]> } | null)?.errors ?? {}
  const fields = Object.entries(errors).map(([field, rules]) => `${field}: ${rules.join(', ')}`)
  return [status, fields.join('; ')].join(' ').trim()
}
