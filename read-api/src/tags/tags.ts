import { listTags } from '@broadsheet/contracts/operations/articles'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import { hiddenFromSearch } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { tagCounts } from './tag-counts.ts'

export function addTagsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['search'], searches: true } as const
  app.openapi(readRoute(listTags, deps, uses), async (c) => {
    const hiddenIds = hiddenFromSearch('articles', c.get('reading'), deps.consistency)
    const counts = await tagCounts(deps.elasticsearch, hiddenIds)
    // They come by name, and a sort keeps the order of what is alike.
    const ordered = counts.toSorted((one, other) => other.count - one.count)
    return answerJson(c, { tags: ordered.map(({ tag }) => tag) })
  })
}
