import type { ArticleDocument, ArticleTombstone } from '@broadsheet/contracts/article'
import type { Change } from '@broadsheet/contracts/changes'
import { articlesAlias, draftsAlias } from '@broadsheet/contracts/names'
import type { ArticleRow } from '@broadsheet/contracts/rows'

export type DocumentWrite = {
  alias: typeof articlesAlias | typeof draftsAlias
  version: bigint
  document: ArticleDocument | ArticleTombstone
}

/**
 * An article's document stands in one of two indices, and a tombstone in the other: drafts are apart,
 * so that no count, suggestion or statistic of published text ever tells of one. Both are written at
 * each change but the first, because the change that moved it may have been compacted away.
 */
export function projectSearch(change: Change, version: bigint): DocumentWrite[] {
  if (change.table !== 'articles') return []
  const { row, deleted, first } = change
  const shown = row.status === 'published' ? articlesAlias : draftsAlias
  const tombstone: ArticleTombstone = { id: row.id, deleted: true }
  return ([articlesAlias, draftsAlias] as const).flatMap((alias): DocumentWrite[] => {
    if (alias === shown && !deleted) return [{ alias, version, document: documentOf(row) }]
    return first ? [] : [{ alias, version, document: tombstone }]
  })
}

function documentOf(row: ArticleRow): ArticleDocument {
  return {
    id: row.id,
    deleted: false,
    authorId: row.author_id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    body: row.body,
    tagList: row.tags,
    status: row.status,
    version: row.version,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  }
}
