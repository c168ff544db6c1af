import type { NewArticle } from '@broadsheet/contracts/article'

/** `importPath` is an article's identity: the same path again is the same article. */
export type ImportedArticle = NewArticle & { importPath: string; author: string }

/** An article ready to be published; `notes` say what of its file could not be taken along. */
export type Prepared = { article: ImportedArticle; notes: string[] }

/** Where one article comes from. `read` throws `Unusable` when it cannot be one. */
export type Source = { path: string; read: () => Promise<Prepared> }

/** Why a file is skipped, as it is shown beside its path. */
export class Unusable extends Error {
  override name = 'Unusable'
}
