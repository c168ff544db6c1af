import type { articleList } from '@broadsheet/contracts/article'
import { articlesAlias } from '@broadsheet/contracts/names'
import type { z } from 'zod'
import { hiddenFromSearch, type Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { newestPage } from '../newest-page.ts'
import { listedArticleOf, withoutBody, type ListedDocument } from './article-answer.ts'
import { selecting, type Selection } from './selection.ts'

export type ArticleList = z.infer<typeof articleList>

/** A page of the selected articles as this reader sees them, newest first, and how many there are. */
export async function listedArticles(
  deps: ReadApi,
  reading: Reading,
  selection: Selection,
  page: { limit: number; offset: number },
): Promise<ArticleList> {
  const list = listOf(deps, reading, selection)
  const { documents, total } = await newestPage<ListedDocument>(deps.elasticsearch, list, page)
  return { articles: await asSeen(deps, reading, documents), articlesCount: total }
}

function listOf({ consistency }: ReadApi, reading: Reading, selection: Selection) {
  const bool = selecting(selection, hiddenFromSearch('articles', reading, consistency))
  return { index: articlesAlias, query: { bool }, _source: withoutBody }
}

/** Articles as a reader sees them, with what is joined to them. */
export async function asSeen(
  { social }: ReadApi,
  { userId }: Reading,
  documents: ListedDocument[],
) {
  const around = await social.around(
    userId,
    documents.map(({ authorId }) => authorId),
    documents.map(({ id }) => id),
  )
  return documents.map((document) => listedArticleOf(document, around))
}
