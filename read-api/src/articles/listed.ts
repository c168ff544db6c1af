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
  { consistency, elasticsearch, social }: ReadApi,
  reading: Reading,
  selection: Selection,
  page: { limit: number; offset: number },
): Promise<ArticleList> {
  const bool = selecting(selection, hiddenFromSearch('articles', reading, consistency))
  const list = { index: articlesAlias, query: { bool }, _source: withoutBody }
  const { documents, total } = await newestPage<ListedDocument>(elasticsearch, list, page)
  const around = await social.around(
    reading.userId,
    documents.map(({ authorId }) => authorId),
    documents.map(({ id }) => id),
  )
  return {
    articles: documents.map((document) => listedArticleOf(document, around)),
    articlesCount: total,
  }
}
