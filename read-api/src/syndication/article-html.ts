import MarkdownIt, { type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

/**
 * Characters that a feed reads of one article, cells that its tables may have, characters that may be made
 * of it, and that these may become. A longer one ends with a link to the rest.
 */
export const most = { read: 50_000, cells: 30_000, made: 150_000, html: 300_000 } as const

const markdown = new MarkdownIt('default', { html: true, maxNesting: 20 })
const withoutTables = new MarkdownIt('default', { html: true, maxNesting: 20 }).disable('table')

/**
 * The Markdown of an article as HTML that is safe in any feed reader: elements, attributes and schemes
 * that are not listed here do not come through. Relative addresses are taken from `url`, the article's.
 * It has at most `most.html` characters, whatever the body is.
 */
export function articleHtml(body: string, url: string): string {
  const rest = `<p><a href="${escaped(url)}">…</a></p>`
  const beginning = beginningOf(body)
  const tokens = (hasWideTables(beginning) ? withoutTables : markdown).parse(beginning, {})
  const shown = affordable(tokens, url)
  const html = markdown.renderer.render(shown, markdown.options, {})
  const isWhole = beginning === body && shown.length === tokens.length
  const safe = safeHtml(html, url)
  if (safe.length + rest.length > most.html) return rest
  return isWhole ? safe : safe + rest
}

function safeHtml(html: string, url: string): string {
  return sanitizeHtml(html, {
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
    nestingLimit: 100,
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

/** Rows are filled up to the width of their table's header, which makes many cells of few characters. */
function hasWideTables(body: string): boolean {
  const rows = body.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
  const widest = rows.reduce((width, row) => Math.max(width, row.split('|').length), 0)
  return widest * rows.length > most.cells
}

/**
 * The blocks up to the one that would make too much: a short reference may have an address that is written
 * out many times over, and a short row empty cells.
 */
function affordable(tokens: readonly Token[], url: string): Token[] {
  let made = 0
  let end = 0
  for (const [at, token] of tokens.entries()) {
    made += costOf(token, url)
    if (made > most.made) break
    if (token.level === 0 && token.nesting <= 0) end = at + 1
  }
  return tokens.slice(0, end)
}

/** About how many characters are made of it. */
function costOf({ tag, content, attrs, children }: Token, url: string): number {
  let cost = 4 + tag.length + (children?.length ? 0 : content.length)
  for (const [name, value] of attrs ?? []) {
    cost += String(value).length + (name === 'href' || name === 'src' ? url.length : 0)
  }
  for (const child of children ?? []) cost += costOf(child, url)
  return cost
}

/** Whole blocks, as far as they are apart; then whole characters. */
function beginningOf(body: string): string {
  if (body.length <= most.read) return body
  const end = body.lastIndexOf('\n\n', most.read)
  return body.slice(0, end > 0 ? end : most.read).toWellFormed()
}

/** Left out when it is no address at all; its scheme is judged after this. */
function absolute(attribute: 'href' | 'src', base: string): sanitizeHtml.Transformer {
  return (tagName, { [attribute]: given, ...attribs }) => {
    const href =
      given === undefined || !URL.canParse(given, base) ? null : new URL(given, base).href
    return { tagName, attribs: href === null ? attribs : { ...attribs, [attribute]: href } }
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
