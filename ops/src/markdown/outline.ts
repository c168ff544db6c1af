import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'

/** Titles stand at the start, and some texts take a parser very long. */
const readCharacters = 16_000

export type Outline = { heading: string | undefined; paragraph: string | undefined }

/**
 * The first heading and the first paragraph with any words in them, as plain text, looked for in the
 * first 16,000 characters. A paragraph inside a list or quotation counts when there is no other.
 */
export function outlineOf(markdown: string): Outline {
  const { children } = fromMarkdown(markdown.slice(0, readCharacters))
  const headings = [...ofType(children, 'heading')]
  const words = headings.map((it) => plainText(it) || plainText(it, true))
  const outer = children.filter(({ type }) => type === 'paragraph')
  const paragraphs = [...outer, ...ofType(children, 'paragraph')]
  return {
    heading: words.find((text) => text !== ''),
    paragraph: firstText(paragraphs),
  }
}

function firstText(nodes: Nodes[]): string | undefined {
  for (const node of nodes) {
    const text = plainText(node)
    if (/[\p{L}\p{N}]/u.test(text)) return text
  }
  return undefined
}

function* ofType(nodes: Nodes[], type: Nodes['type']): Generator<Nodes> {
  for (const node of nodes) {
    if (node.type === type) yield node
    else if ('children' in node) yield* ofType(node.children, type)
  }
}

/** Images are their alternative texts only when asked for: most are badges. */
function plainText(node: Nodes, withImages = false): string {
  return wordsOf(node, withImages).replace(/\s+/g, ' ').trim()
}

function wordsOf(node: Nodes, withImages: boolean): string {
  if (node.type === 'html') return ''
  if (node.type === 'break') return ' '
  if ('value' in node) return node.value
  if ('alt' in node) return withImages ? (node.alt ?? '') : ''
  if (!('children' in node)) return ''
  return node.children.map((child) => wordsOf(child, withImages)).join('')
}
