import { docsFiles } from '@broadsheet/contracts/operations/documentation'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { ReadApi } from '../deps.ts'
import { docsPage, docsPolicy, tryItScript } from './docs-page.ts'
import { openApiDocument } from './document.ts'

const swaggerUi = import.meta.resolve('swagger-ui-dist/package.json')

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
}

/** What the APIs are: the OpenAPI document, and a page to try them on. The same for everybody. */
export function addOpenApiRoutes(app: OpenAPIHono<ApiEnv>, { consistency }: ReadApi): void {
  const document = JSON.stringify(openApiDocument(consistency.sessionCookie))
  app.get('/api/openapi.json', (c) => answerFile(c, document, 'application/json; charset=utf-8'))

  app.get('/api/docs', (c) => {
    c.header('Content-Security-Policy', docsPolicy)
    return answerFile(c, docsPage, 'text/html; charset=utf-8')
  })

  app.get('/api/docs/:file', async (c) => {
    const file = docsFiles.find((name) => name === c.req.param('file'))
    if (!file) throw new ApiError('route_not_found')
    return answerFile(c, await contentOf(file), types[extname(file)] ?? 'text/plain')
  })
}

async function contentOf(
  file: (typeof docsFiles)[number],
): Promise<string | Uint8Array<ArrayBuffer>> {
  if (file === 'try-it.js') return tryItScript
  return await readFile(new URL(file, swaggerUi))
}

/** Whoever keeps it asks each time whether it is still the same: another version of us has another. */
function answerFile(c: Context, content: string | Uint8Array<ArrayBuffer>, type: string): Response {
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  c.header('Cache-Control', 'public, no-cache')
  c.header('ETag', etag)
  if (c.req.header('if-none-match') === etag) return c.body(null, 304)
  c.header('Content-Type', type)
  return c.body(content)
}
