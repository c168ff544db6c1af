import { SaxesParser } from 'saxes'

export type Parsed = {
  name: string
  attributes: Record<string, string>
  /** All text within. */
  text: string
  children: Parsed[]
}

/** Reads a document as a strict parser does; throws where it is not well-formed. */
export function parseXml(text: string): Parsed {
  const root: Parsed = { name: '', attributes: {}, text: '', children: [] }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const parsed = { name, attributes: { ...attributes }, text: '', children: [] }
    open.at(-1)?.children.push(parsed)
    open.push(parsed)
  })
  parser.on('text', (found) => {
    for (const one of open) one.text += found
  })
  parser.on('closetag', () => open.pop())
  parser.write(text).close()
  return root.children[0] ?? root
}

/** Every element within, the root first. */
export const allWithin = (root: Parsed): Parsed[] => [root, ...root.children.flatMap(allWithin)]

/** The text of the child of this name; undefined when there is none. */
export const textOf = (parent: Parsed, name: string) =>
  parent.children.find((child) => child.name === name)?.text
