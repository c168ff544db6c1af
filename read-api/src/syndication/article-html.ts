import MarkdownIt from 'markdown-it'
import { createHash } from 'node:crypto'
import sanitizeHtml from 'sanitize-html'

/** What a feed shows of one article; a longer one ends with a link to the rest. */
const mostCharacters = 50_000
const mostCachedCharacters = 16 * 1024 * 1024

const markdown = new MarkdownIt('default', { html: true })

/**
 * The Markdown of an article as HTML that is safe in any feed reader: elements, attributes and schemes
 * that are not listed here do not come through. Relative addresses are taken from `url`, the article's.
 */
export function articleHtml(body: string, url: string): string {
  const shown = beginningOf(body)
  const rest = shown === body ? '' : `\n\n<p><a href="${escaped(url)}">…</a></p>`
  return sanitizeHtml(markdown.render(shown) + rest, {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'del', 'ins'],
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      ol: ['start'],
      th: ['colspan', 'rowspan'],
      td: ['colspan', 'rowspan'],
      code: ['class'],
    },
    allowedClasses: { code: ['language-*'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https'] },
    allowProtocolRelative: false,
    transformTags: { a: absolute('href', url), img: absolute('src', url) },
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'iframe',
      'object',
      'svg',
      'math',
    ],
  })
}

/** The same, remembering what it made last: articles seldom change, and are asked for often. */
export function rememberingArticleHtml(): typeof articleHtml {
  const made = new Map<string, string>()
  let characters = 0
  return (body, url) => {
    const key = createHash('sha1').update(`${url}\n${body}`).digest('base64')
    const html = made.get(key) ?? articleHtml(body, url)
    if (!made.delete(key)) characters += html.length
    made.set(key, html)
    for (const [oldest, text] of made) {
      if (characters <= mostCachedCharacters) break
      made.delete(oldest)
      characters -= text.length
    }
    return html
  }
}

/** Whole blocks, as far as they are apart; then whole characters. */
function beginningOf(body: string): string {
  if (body.length <= mostCharacters) return body
  const end = body.lastIndexOf('\n\n', mostCharacters)
  return body.slice(0, end > 0 ? end : mostCharacters).toWellFormed()
}

/** Left out when it is no address at all; its scheme is judged after this. */
function absolute(attribute: 'href' | 'src', base: string): sanitizeHtml.Transformer {
  return (tagName, { [attribute]: given, ...attribs }) => {
    const href =
      given === undefined || !URL.canParse(given, base) ? null : new URL(given, base).href
    return { tagName, attribs: href === null ? attribs : { ...attribs, [attribute]: href } }
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
