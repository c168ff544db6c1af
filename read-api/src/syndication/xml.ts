type Attributes = Record<string, string>

/** An element, ready to stand in a document. */
export type Xml = { readonly xml: string }

/** An element with what stands in it: elements, or text. */
export function element(
  name: string,
  content: string | readonly Xml[] = [],
  given: Attributes = {},
): Xml {
  const attributes = Object.entries(given)
    .map(([key, value]) => ` ${key}="${escaped(value, 'inAttribute')}"`)
    .join('')
  const inner =
    typeof content === 'string'
      ? escaped(content, 'inText')
      : content.map(({ xml }) => xml).join('')
  const start = `<${name}${attributes}`
  return { xml: inner === '' ? `${start}/>` : `${start}>${inner}</${name}>` }
}

export const xmlDocument = (root: Xml) => `<?xml version="1.0" encoding="utf-8"?>\n${root.xml}\n`

/** Everything but the `Char` of XML 1.0, which no escape can bring into a document. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
/** A parser makes a line feed of a bare carriage return, and in attributes a space of either and of a tab. */
const special = { inText: /[&<>\r]/g, inAttribute: /[&<>"\t\n\r]/g }

const escaped = (text: string, where: keyof typeof special) =>
  text.replace(forbidden, '\uFFFD').replace(special[where], (found) => `&#${found.charCodeAt(0)};`)
