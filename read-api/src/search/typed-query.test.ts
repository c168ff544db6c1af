import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { most, parseTyped } from './typed-query.ts'

const words = (typed: string) => parseTyped(typed).words.map(({ text }) => text)

test('words, phrases, and what is taken away', () => {
  expect(parseTyped('fox "lazy dog" -cat -"red hen" jumps')).toMatchObject({
    words: [{ text: 'fox' }, { text: 'jumps' }],
    phrases: ['lazy dog'],
    excluded: ['cat', 'red hen'],
    isOpen: true,
  })
  expect(parseTyped('«ночь музеев» “light”')).toMatchObject({ phrases: ['ночь музеев', 'light'] })
})

test('a hyphen within a word and a quote that is not closed take nothing away', () => {
  expect(words('write-ahead "log')).toEqual(['write-ahead', 'log'])
  expect(parseTyped('- -- -').excluded).toEqual([])
})

test.each([
  ['fo', true],
  ['two wor', true],
  ['word ', false],
  ['"a phrase"', false],
  ['fox -ca', false],
  ['fox?', false],
  ['', false],
])('%j may go on: %s', (typed, isOpen) => {
  expect(parseTyped(typed).isOpen).toBe(isOpen)
})

test('small words are needed only where there is nothing else', () => {
  const needed = (typed: string) =>
    parseTyped(typed)
      .words.filter(({ isNeeded }) => isNeeded)
      .map(({ text }) => text)
  expect(needed('how to stop the tram')).toEqual(['stop', 'tram'])
  expect(needed('how to')).toEqual(['how', 'to'])
  expect(needed('Почему подорожал хлеб')).toEqual(['подорожал', 'хлеб'])
})

test('signs alone are no words, and are not nothing', () => {
  expect(parseTyped('* (&) ~')).toMatchObject({ words: [], phrases: [], isBlank: false })
  expect(parseTyped(' \n').isBlank).toBe(true)
  expect(words('🦊 c++')).toEqual(['🦊', 'c++'])
})

test('a word that is typed again is one, in whatever case and accent', () => {
  expect(words('Мёд мед CAFÉ cafe')).toEqual(['Мёд', 'CAFÉ'])
})

test('whatever is typed is bounded, and what it is made of was typed', () => {
  const typed = oneof(
    string({ unit: 'binary', maxLength: 500 }),
    string({ unit: constantFrom('a', 'Ё', '-', '"', ' ', '*', '\\'), maxLength: 500 }),
  )
  assert(
    property(typed, (text) => {
      const { words, phrases, excluded } = parseTyped(text)
      expect(words.length).toBeLessThanOrEqual(most.words)
      expect(phrases.length).toBeLessThanOrEqual(most.phrases)
      expect(excluded.length).toBeLessThanOrEqual(most.excluded)
      for (const part of [...words.map((word) => word.text), ...phrases, ...excluded]) {
        expect(text.normalize('NFC')).toContain(part)
        expect(part.trim()).not.toBe('')
      }
    }),
  )
})

test('to put it in quotes makes a phrase of any words', () => {
  const word = string({ unit: constantFrom('a', 'б', '7'), minLength: 1, maxLength: 8 })
  assert(
    property(array(word, { minLength: 1, maxLength: 5 }), (spoken) => {
      const phrase = spoken.join(' ')
      expect(parseTyped(`"${phrase}"`)).toMatchObject({ words: [], phrases: [phrase] })
      expect(parseTyped(`-"${phrase}"`)).toMatchObject({ words: [], excluded: [phrase] })
    }),
  )
})
