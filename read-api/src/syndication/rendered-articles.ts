import type { ArticleDocument } from '@broadsheet/contracts/article'
import { articleHtml } from './article-html.ts'

const mostCharacters = 16 * 1024 * 1024

type Version = Pick<ArticleDocument, 'id' | 'version' | 'updatedAt'>

/**
 * The HTML of articles at their pages, remembered by their versions: articles seldom change and are asked
 * for often.
 */
export type RenderedArticles = {
  /** Undefined when it is not remembered: it has to be made of the body then. */
  remembered: (version: Version, url: string) => string | undefined
  made: (document: Version & Pick<ArticleDocument, 'body'>, url: string) => string
}

export function renderedArticles(): RenderedArticles {
  const kept = new Map<string, string>()
  let characters = 0
  const keep = (key: string, html: string) => {
    if (!kept.delete(key)) characters += html.length
    kept.set(key, html)
    for (const [oldest, text] of kept) {
      if (characters <= mostCharacters) break
      kept.delete(oldest)
      characters -= text.length
    }
    return html
  }
  return {
    remembered: (version, url) => {
      const key = keyOf(version, url)
      const html = kept.get(key)
      return html === undefined ? undefined : keep(key, html)
    },
    made: (document, url) => keep(keyOf(document, url), articleHtml(document.body, url)),
  }
}

const keyOf = ({ id, version, updatedAt }: Version, url: string) =>
  `${id} ${version} ${updatedAt} ${url}`
