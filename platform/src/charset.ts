import type { Context, Next } from 'hono'

/** JSON answers say that they are UTF-8. */
export async function nameCharset(c: Context, next: Next): Promise<void> {
  await next()
  if (c.res.headers.get('content-type') !== 'application/json') return
  c.res.headers.set('content-type', 'application/json; charset=utf-8')
}
