import type { Context, Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApiError } from './api-error.ts'

const maxBytes = 1024 * 1024
const maxDepth = 32

/** What is read of a refused body, so that its sender gets to see the answer. */
const maxDiscardedBytes = 16 * maxBytes

const limitBody = bodyLimit({
  maxSize: maxBytes,
  onError: async (c) => {
    await discard(c.req.raw.body)
    throw new ApiError('body_too_large')
  },
})

/** An answer before the whole body was read ends in a reset connection, and the answer with it. */
async function discard(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxDiscardedBytes) return
  }
}

/**
 * Before any handler: a body is JSON (415), at most 1 MiB (413), well-formed UTF-8 (400) and not
 * nested beyond 32 levels (400). Handlers then read the parsed body from the request's cache.
 */
export async function readJsonBody(c: Context, next: Next): Promise<Response | void> {
  if (!['POST', 'PUT', 'PATCH'].includes(c.req.method)) return next()
  return limitBody(c, async () => {
    const bytes = await c.req.arrayBuffer()
    if (bytes.byteLength > 0 || c.req.header('content-type') !== undefined) checkBody(c, bytes)
    await next()
  }) as Promise<Response | void>
}

function checkBody(c: Context, bytes: ArrayBuffer): void {
  if (bytes.byteLength === 0) return
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new ApiError('unsupported_media_type')
  }
  if (depth(parse(bytes)) > maxDepth) {
    throw new ApiError('malformed_json', { body: [`is nested beyond ${maxDepth} levels`] })
  }
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ApiError('malformed_json')
  }
}

function depth(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > maxDepth) return level
  let deepest = level
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depth(inner, level + 1))
  return deepest
}
