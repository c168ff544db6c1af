import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseXml } from './xml.fixture.ts'
import { element, xmlDocument } from './xml.ts'

const written = (text: string) => xmlDocument(element('a', [element('b', text, { c: text })]))
const read = (text: string) => parseXml(written(text)).children[0]

test('any text comes back, in an element and in an attribute, but for what XML has no place for', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(anything, (text) => {
      // oxlint-disable-next-line no-control-regex
      const back = text.replace(/[\0-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
      expect(read(text)).toMatchObject({ text: back, attributes: { c: back } })
    }),
    { numRuns: 300 },
  )
})

test('white space comes back as it is', () => {
  const text = 'a\tb\nc\r\nd\re'
  expect(read(text)).toMatchObject({ text, attributes: { c: text } })
})

test.each(['\0', '\u0001', '\u000B', '\u001F', '\uFFFE', '\uFFFF', '\uD800', 'a\uDFFFb'])(
  'a character that XML forbids leaves a mark, and the document whole: %j',
  (text) => expect(read(text)?.text).toMatch(/^a?\uFFFDb?$/),
)

test('the reader of the tests is a strict one', () => {
  expect(() => parseXml('<a>\u0001</a>')).toThrow()
  expect(() => parseXml('<a>&nbsp;</a>')).toThrow()
  expect(() => parseXml('<a><b></a>')).toThrow()
})
