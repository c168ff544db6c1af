import * as operations from '@broadsheet/contracts/operations/articles'
import type { Article } from '@broadsheet/contracts/article'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { answerCommand, type Outcome } from '../commands/answer-command.ts'
import { answerOnce } from '../commands/idempotency.ts'
import type { Database } from '../database/connect.ts'
import type { WriteApi } from '../deps.ts'
import { requireCaller, requireUser, type SignedInEnv } from '../identity/authentication.ts'
import { articleAnswerOf, type WrittenArticle } from './article-answer.ts'
import { createArticle, operatorFields } from './create-article.ts'
import { deleteArticle } from './delete-article.ts'
import { favorite, unfavorite } from './favorite.ts'
import { importArticle } from './import-article.ts'
import type { Target } from './own-article.ts'
import { entityTag } from './precondition.ts'
import { updateArticle } from './update-article.ts'

/** An article's answer, with the version that its entity tag names. */
type Versioned = { body: { article: Article }; version: number; created: boolean }

export function addArticleRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  addCreateRoute(app, deps)
  addUpdateRoute(app, deps)
  addDeleteRoute(app, deps)
  addFavoriteRoutes(app, deps)
}

function addCreateRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireCaller(deps.sessions, deps.operatorSecret)
  app.openapi(createRoute({ ...operations.createArticle, middleware }), async (c) => {
    const input = c.req.valid('json').article
    const caller = c.get('caller')
    if (caller === 'operator') {
      const imported = await answerCommand(c, deps, async (db) => {
        const outcome = await importArticle(db, deps.clock(), input)
        return versioned(db, outcome, outcome.result.created)
      })
      c.header('ETag', entityTag(imported.version))
      return c.json(imported.body, imported.created ? 201 : 200)
    }
    if (operatorFields.some((field) => input[field] !== undefined)) {
      throw new ApiError('import_forbidden')
    }
    const { userId } = caller
    const { body, version } = await answerOnce(c, deps, userId, async (db) =>
      versioned(db, await createArticle(db, userId, deps.clock(), input), true),
    )
    c.header('ETag', entityTag(version))
    return c.json(body, 201)
  })
}

function addUpdateRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)
  app.openapi(createRoute({ ...operations.updateArticle, middleware }), async (c) => {
    const changes = c.req.valid('json').article
    const target = targetOf(c, c.req.valid('param').slug)
    const { body, version } = await answerCommand(c, deps, async (db) =>
      versioned(db, await updateArticle(db, target, deps.clock(), changes)),
    )
    c.header('ETag', entityTag(version))
    return c.json(body, 200)
  })
}

function addDeleteRoute(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)
  app.openapi(createRoute({ ...operations.deleteArticle, middleware }), async (c) => {
    const target = targetOf(c, c.req.valid('param').slug)
    await answerCommand(c, deps, (db) => deleteArticle(db, target))
    return c.body(null, 204)
  })
}

function addFavoriteRoutes(app: OpenAPIHono<ApiEnv>, deps: WriteApi): void {
  const middleware = requireUser(deps.sessions)
  app.openapi(createRoute({ ...operations.favorite, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const { slug } = c.req.valid('param')
    const work = (db: Database) => favorite(db, userId, slug, deps.clock())
    const answer = await answerOnce(c, deps, userId, work, { repeats: true })
    return c.json(answer, 200)
  })
  app.openapi(createRoute({ ...operations.unfavorite, middleware }), async (c) => {
    const { userId } = c.get('signedIn')
    const { slug } = c.req.valid('param')
    const answer = await answerCommand(c, deps, (db) => unfavorite(db, userId, slug))
    return c.json(answer, 200)
  })
}

async function versioned(
  db: Database,
  { result, ...outcome }: Outcome<WrittenArticle>,
  created = false,
): Promise<Outcome<Versioned>> {
  const body = await articleAnswerOf(db, result, outcome.userId)
  return { ...outcome, result: { body, version: result.article.version, created } }
}

function targetOf(c: Context<SignedInEnv>, slug: string): Target {
  return { userId: c.get('signedIn').userId, slug, ifMatch: c.req.header('if-match') }
}
