import type { ArticleDocument, ArticleTombstone } from '@broadsheet/contracts/article'
import type { Change } from '@broadsheet/contracts/changes'
import type { CommentDocument, CommentTombstone } from '@broadsheet/contracts/comment'
import { articlesAlias, commentsAlias, draftsAlias } from '@broadsheet/contracts/names'
import type { ArticleRow } from '@broadsheet/contracts/rows'
import { fieldsOf } from './fields.ts'

type ArticleWrite = {
  alias: typeof articlesAlias | typeof draftsAlias
  version: bigint
  document: ArticleDocument | ArticleTombstone
}
type CommentWrite = {
  alias: typeof commentsAlias
  version: bigint
  document: CommentDocument | CommentTombstone
}
export type DocumentWrite = ArticleWrite | CommentWrite

export function projectSearch(change: Change, version: bigint): DocumentWrite[] {
  if (change.table === 'articles') return articleWrites(change, version)
  if (change.table === 'comments') return [commentWrite(change, version)]
  return []
}

/**
 * An article's document stands in one of two indices, and a tombstone in the other: drafts are apart,
 * so that no count, suggestion or statistic of published text ever tells of one. Both are written at
 * each change but the first, because the change that moved it may have been compacted away.
 */
function articleWrites(
  { row, deleted, first }: Change<'articles'>,
  version: bigint,
): ArticleWrite[] {
  const shown = row.status === 'published' ? articlesAlias : draftsAlias
  const tombstone: ArticleTombstone = { id: row.id, deleted: true }
  return ([articlesAlias, draftsAlias] as const).flatMap((alias): ArticleWrite[] => {
    if (alias === shown && !deleted) return [{ alias, version, document: articleOf(row) }]
    return first ? [] : [{ alias, version, document: tombstone }]
  })
}

function articleOf(row: ArticleRow): ArticleDocument {
  // `dated` is the write side's own.
  const { tags, dated: _dated, ...fields } = fieldsOf(row)
  return { ...fields, tagList: tags, deleted: false }
}

function commentWrite({ row, deleted }: Change<'comments'>, version: bigint): CommentWrite {
  const document = deleted
    ? { id: row.id, deleted: true as const }
    : { ...fieldsOf(row), deleted: false as const }
  return { alias: commentsAlias, version, document }
}
