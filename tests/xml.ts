import { SaxesParser } from 'saxes'

/** Texts of a document's elements, by their names; throws where it is not well-formed. */
export function textsIn(xml: string): Map<string, string[]> {
  const texts = new Map<string, string[]>()
  const open: { name: string; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => open.push({ name, text: '' }))
  parser.on('text', (found) => {
    const innermost = open.at(-1)
    if (innermost) innermost.text += found
  })
  parser.on('closetag', () => {
    const { name, text } = open.pop() ?? { name: '', text: '' }
    texts.set(name, [...(texts.get(name) ?? []), text])
  })
  parser.write(xml).close()
  return texts
}
