import { articleAnswer, articleChanges, newArticle } from '@broadsheet/contracts/article'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { answerCommand, type Outcome } from '../commands/answer-command.ts'
import type { WriteApi } from '../deps.ts'
import { requireCaller, requireUser, type SignedInEnv } from '../identity/authentication.ts'
import { errorAnswers, jsonAnswer, jsonBody } from '../openapi.ts'
import { articleAnswerOf } from './article-answer.ts'
import { createArticle } from './create-article.ts'
import { deleteArticle } from './delete-article.ts'
import { importArticle, operatorFields, type Imported } from './import-article.ts'
import type { Target } from './own-article.ts'
import { entityTag } from './precondition.ts'
import { updateArticle } from './update-article.ts'

const path = '/api/articles/{slug}'
const params = z.object({ slug: z.string() })

export function addArticleRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  addCreateRoute(app, deps)
  addUpdateRoute(app, deps)
  addDeleteRoute(app, deps)
}

function addCreateRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const route = createRoute({
    method: 'post',
    path: '/api/articles',
    middleware: requireCaller(deps.sessions, deps.operatorSecret),
    request: jsonBody(newArticle),
    responses: {
      200: jsonAnswer(articleAnswer, 'Imported before; changed where it differed'),
      201: jsonAnswer(articleAnswer, 'Created'),
      ...errorAnswers,
    },
  })
  app.openapi(route, async (c) => {
    const input = c.req.valid('json').article
    const caller = c.get('caller')
    if (caller !== 'operator' && operatorFields.some((field) => input[field] !== undefined)) {
      throw new ApiError('import_forbidden')
    }
    const written = await answerCommand(c, deps, async (db): Promise<Outcome<Imported>> => {
      if (caller === 'operator') return await importArticle(db, deps.clock(), input)
      const { result, ...outcome } = await createArticle(db, caller.userId, deps.clock(), input)
      return { ...outcome, result: { ...result, created: true } }
    })
    c.header('ETag', entityTag(written.article.version))
    return c.json(articleAnswerOf(written), written.created ? 201 : 200)
  })
}

function addUpdateRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const route = createRoute({
    method: 'put',
    path,
    middleware: requireUser(deps.sessions),
    request: { params, ...jsonBody(articleChanges) },
    responses: { 200: jsonAnswer(articleAnswer, 'The article as changed'), ...errorAnswers },
  })
  app.openapi(route, async (c) => {
    const changes = c.req.valid('json').article
    const target = targetOf(c, c.req.valid('param').slug)
    const written = await answerCommand(c, deps, (db) =>
      updateArticle(db, target, deps.clock(), changes),
    )
    c.header('ETag', entityTag(written.article.version))
    return c.json(articleAnswerOf(written), 200)
  })
}

function addDeleteRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const route = createRoute({
    method: 'delete',
    path,
    middleware: requireUser(deps.sessions),
    request: { params },
    responses: { 204: { description: 'Deleted' }, ...errorAnswers },
  })
  app.openapi(route, async (c) => {
    const target = targetOf(c, c.req.valid('param').slug)
    await answerCommand(c, deps, (db) => deleteArticle(db, target))
    return c.body(null, 204)
  })
}

function targetOf(c: Context<SignedInEnv>, slug: string): Target {
  return { userId: c.get('signedIn').userId, slug, ifMatch: c.req.header('if-match') }
}
